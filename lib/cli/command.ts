import type { NodejsImageOptions } from '../image/index';
import type { Cleanup } from './cleanup';
import type { ExitCode } from './exit-code';
import type { Terminal } from './terminal/terminal';

/** An option of a command. */
export interface CommandOption {
  readonly name: string;
  /** Name of its value; none for one that is there or not. */
  readonly value?: string;
  readonly text: string;
}

/** Input of a command. */
export interface Context {
  readonly terminal: Terminal;
  readonly cleanup: Cleanup;
  /** The words behind the name. */
  readonly words: readonly string[];
  /** True if an option is there. */
  has(name: string): boolean;
  /** The last value of an option. */
  value(name: string): string | undefined;
  /** Every value of an option. */
  values(name: string): readonly string[];
  /** The options of the image that the command is about. */
  image(): NodejsImageOptions;
}

/** A command. */
export interface Command {
  readonly name: string;
  /** Effect of the command, in one line. */
  readonly summary: string;
  /** More of it, where one line is not enough. */
  readonly description?: string;
  /** Names of its arguments. */
  readonly words: readonly string[];
  readonly options: readonly CommandOption[];
  /** True if it is about the image of a directory, its first word, so that the props of images are options. */
  readonly image: boolean;
  readonly example: string;
  run(context: Context): Promise<ExitCode> | ExitCode;
}
