import * as util from 'util';
import { wrap } from './wrap';

/** How wide a line is where nothing says so, and at the most: longer ones are hard to read. */
const COLUMNS = 80;
const MOST_COLUMNS = 100;

/** Kind of a text, which decides about its looks. */
export enum Look {
  TITLE = 'title',
  NAME = 'name',
  DIM = 'dim',
  GOOD = 'good',
  BAD = 'bad',
  WARNING = 'warning',
}

const STYLES: { readonly [look in Look]: 'bold' | 'cyan' | 'dim' | 'green' | 'red' | 'yellow' } = {
  title: 'bold', name: 'cyan', dim: 'dim', good: 'green', bad: 'red', warning: 'yellow',
};

/** The part of a stream that is written to. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Where a terminal writes. */
export interface TerminalProps {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly environment: NodeJS.ProcessEnv;
  /** True if nothing is said but results and errors. */
  readonly quiet?: boolean;
}

/** Messages to people: results on standard output, all else on standard error. */
export class Terminal {
  /** How wide a line is. */
  public readonly width: number;
  /** True if somebody looks on, so that a line may be written anew. */
  public readonly live: boolean;
  public readonly quiet: boolean;
  private readonly colours: boolean;
  private status = '';

  constructor(private readonly props: TerminalProps) {
    const { stdout, stderr, environment, quiet = false } = props;
    this.width = Math.max(40, Math.min(MOST_COLUMNS, stdout.columns ?? Number(environment.COLUMNS || COLUMNS)) || COLUMNS);
    this.quiet = quiet;
    this.live = !quiet && stderr.isTTY === true && environment.TERM !== 'dumb' && !environment.CI;
    this.colours = coloured(stdout, environment);
  }

  /** The same, saying less. */
  public quieter(): Terminal {
    return new Terminal({ ...this.props, quiet: true });
  }

  /** A result, as it is. */
  public out(text = ''): void {
    this.clear();
    this.props.stdout.write(`${text}\n`);
  }

  /** Something on the way to it. */
  public say(text = ''): void {
    if (this.quiet) return;
    this.clear();
    this.props.stderr.write(`${text}\n`);
  }

  /** Prints an error. */
  public complain(text: string): void {
    this.clear();
    this.props.stderr.write(`${text}\n`);
  }

  /** Shows the current step, in one line that the next one replaces; nothing where nobody looks on. */
  public now(text: string): void {
    if (!this.live) return;
    this.status = text.slice(0, (this.props.stderr.columns ?? this.width) - 1);
    this.props.stderr.write(`\r\u001b[2K${this.status}`);
  }

  /** Takes that line away. */
  public clear(): void {
    if (this.status === '') return;
    this.status = '';
    this.props.stderr.write('\r\u001b[2K');
  }

  public style(look: Look, text: string): string {
    // from Node.js 20.12 on; what the streams of this process can is asked above, for where it is written
    const style = (util as Partial<typeof util>).styleText as ((format: string, text: string, options: object) => string) | undefined;
    return this.colours && style ? style(STYLES[look], text, { validateStream: false }) : text;
  }

  /** Lines no longer than the terminal is wide, each after an indent. */
  public wrapped(text: string, indent = 0): string[] {
    return wrap(text, this.width - indent).map(line => `${' '.repeat(indent)}${line}`);
  }

  /** How something ended. */
  public mark(good: boolean): string {
    return good ? this.style(Look.GOOD, 'ok') : this.style(Look.BAD, 'failed');
  }
}

/** @see https://no-color.org and https://force-color.org */
function coloured({ isTTY }: Output, { NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return isTTY === true && TERM !== 'dumb';
}
