import { run } from '../../lib/cli/main';

/** What a command line printed, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Both, in the order in which they came: what a terminal shows. */
  readonly all: string;
}

/** Where a command line runs. */
export interface Settings {
  /** Whether it is a terminal of 80 columns. */
  readonly tty?: boolean;
  /** Nothing, unless given. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Runs a command line in this process, without a terminal unless settings say otherwise. */
export async function cdkNodejsImage(words: readonly string[], settings: Settings = {}): Promise<Ended> {
  const written = { out: '', err: '', all: '' };
  const write = (name: 'out' | 'err', text: string) => {
    written[name] += text;
    written.all += text;
  };
  const stream = (name: 'out' | 'err') => ({ isTTY: settings.tty, columns: settings.tty ? 80 : undefined, write: (text: string) => write(name, text) });
  const code = await run(words, { stdout: stream('out'), stderr: stream('err'), environment: settings.environment ?? {} });
  return { code, ...written };
}
