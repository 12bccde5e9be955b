import { Aws } from './aws';

/**
 * All that a step meets: the variables it was given, AWS, programs such as docker, the registry's API, the clock and the log.
 * A step takes it as its only argument, so that a test can give it another one.
 */
export interface World {
  /** The variables of the build. A variable that is not set is not there. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The directory of the source that CodeBuild fetched. */
  readonly source: string;
  /** The directory of what the step writes, below that of the source. */
  readonly work: string;
  readonly aws: Aws;
  /** Requests to a registry, or for a download. */
  readonly fetch: typeof fetch;
  /** Runs a program, without a shell. Never throws for its exit code. */
  run(program: string, words: readonly string[], options?: RunOptions): Promise<Completed>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits. */
  pause(seconds: number): Promise<void>;
  /** A line of the log, behind the name of the library. */
  say(line: string): void;
  /** Shows the output of another program, as it is. */
  show(text: string): void;
}

/** How a program is run. */
export interface RunOptions {
  /** Standard input; none if not given. */
  readonly input?: string;
  /** True if its output is also shown in the log of the build while it runs. */
  readonly shown?: boolean;
  /** Variables beside those of the build. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A program that has ended. */
export interface Completed {
  /** Its exit code, or 127 where it could not be started. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order in which they came. */
  readonly output: string;
}

/** Access to a registry. */
export type Network = Pick<World, 'fetch' | 'pause' | 'variables'>;
