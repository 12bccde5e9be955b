import { spawn } from 'child_process';
import { existsSync } from 'fs';
import { constants } from 'os';
import { delimiter, dirname, join } from 'path';
import { performance } from 'perf_hooks';
import { Output } from '../shared/output';
import { signalGroup, sleep } from '../shared/processes';
import { User } from '../shared/user';
import { Silence } from './silence';

const SECOND = 1000;
const GRACE = 5 * SECOND;
const TIMED_OUT = 124;
const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;
const KILLED = 128;
const HINT = 'what usually keeps tests from ending: something that they leave open (a server, a timer, a connection), watch mode, or waiting for a service that is not there; '
  + 'where they need longer, the option timeout of the gate gives them more';

/** When a gate has to be done. */
export interface Limit {
  readonly timeout: number;
  /** By the clock of `performance`; 0 for no end. */
  readonly deadline: number;
}

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly reason: string;
  /** Hint for the reader. */
  readonly hint?: string;
}

/** The home of another user, unless the environment of the gate names one. */
function homeOf(account: User | undefined): NodeJS.ProcessEnv {
  return account && [undefined, '/root'].includes(process.env.HOME) ? { HOME: account.home } : {};
}

/** A command as people read it. */
export function show(command: readonly string[]): string {
  return command.map(word => /^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word)).join(' ').slice(0, 300);
}

/**
 * Runs a command to its end.
 *
 * @param groups gets the process group that the command leads
 * @param variables go before those of the build, which a gate behind it has
 * @param account whom it runs as; the one who runs this where it is not given
 */
export async function runStep(
  command: readonly string[], output: Output, limit: Limit, groups: number[], variables: Readonly<Record<string, string>> = {}, account?: User,
): Promise<Ended> {
  // What dependencies bring is found by name, as in a script of package.json.
  const path = binDirectories().join(delimiter) + delimiter + (process.env.PATH || '/usr/local/bin:/usr/bin:/bin');
  const env = { CI: 'true', ...process.env, ...variables, PATH: path, ...homeOf(account) };
  const user = account && { uid: account.uid, gid: account.gid };
  let stopped: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let silence: Silence | undefined;
  const exit = await new Promise<Exit>(done => {
    try {
      const child = spawn(command[0], command.slice(1), { ...user, detached: true, env, stdio: ['ignore', output.to, output.to] });
      child.on('error', error => done({ error }));
      child.on('exit', (code, signal) => done({ code, signal }));
      if (child.pid) groups.push(child.pid);
      silence = new Silence(show(command), child.pid, output, limit);
      const stop = async () => {
        output.say(`out of time: stopping ${show(command)}`);
        signalGroup(child.pid, 'SIGTERM');
        for (let waited = 0; waited < GRACE && signalGroup(child.pid, 0); waited += 50) await sleep(50);
        signalGroup(child.pid, 'SIGKILL');
      };
      if (limit.deadline) timer = setTimeout(() => { stopped = stop(); }, Math.max(limit.deadline - performance.now(), 0));
    } catch (error) { done({ error: error as NodeJS.ErrnoException }); }
  });
  clearTimeout(timer);
  silence?.end();
  await stopped;
  return stopped ? { code: TIMED_OUT, reason: `timed out after ${limit.timeout} s`, hint: HINT } : ended(command[0], exit);
}

interface Exit {
  readonly code?: number | null;
  readonly signal?: NodeJS.Signals | null;
  readonly error?: NodeJS.ErrnoException;
}

function ended(program: string, { code, signal, error }: Exit): Ended {
  if (error?.code === 'ENOENT') return { code: NOT_FOUND, reason: `${program}: command not found, or the interpreter it names is missing` };
  if (error) return { code: NOT_EXECUTABLE, reason: `${program}: cannot be run (${error.message})` };
  if (signal) return { code: KILLED + constants.signals[signal], reason: `killed by ${signal}` };
  return { code: code!, reason: 'failed' };
}

/** In a monorepo commands lie with the package, or with the root above it. */
function binDirectories(): string[] {
  const found: string[] = [];
  for (let directory = process.cwd(); ; directory = dirname(directory)) {
    const bin = join(directory, 'node_modules', '.bin');
    if (found.length === 0 || existsSync(bin)) found.push(bin);
    if (dirname(directory) === directory) return found;
  }
}
