import { ShellAssignment, ShellCommand } from '../text/shell/parse-script';

/**
 * A word of a command: as the command gets it, and as it is written.
 */
export interface Word {
  readonly text: string;
  readonly raw: string;
  /** True if the shell replaces something in it. */
  readonly dynamic: boolean;
}

/**
 * A program that a command runs, once what only wraps it is taken off.
 */
export interface Invocation {
  readonly assignments: readonly ShellAssignment[];
  readonly words: readonly Word[];
  /** True if it is downloaded where it is not installed. */
  readonly fetched: boolean;
  /** The programs that wrap it or call it, which have to be there, too. */
  readonly through: readonly string[];
  /** Notes on the wrappers, and the image does without them. */
  readonly notes: readonly ScriptNote[];
  /** A command line in place of a program: the wrapper hands it to a shell. There are no words then. */
  readonly line?: string;
}

/**
 * Note on something that was taken off a script.
 */
export interface ScriptNote {
  /** The id of the warning that it is; without one it is a reason. */
  readonly warning?: string;
  readonly text: string;
}

/**
 * The invocation that a command writes.
 */
export function invocationOf(command: Pick<ShellCommand, 'assignments' | 'words'>): Invocation {
  return { assignments: command.assignments, words: command.words, fetched: false, through: [], notes: [] };
}

/**
 * The name of the program, undefined if the shell computes it.
 */
export function programOf(invocation: Invocation): string | undefined {
  const [program] = invocation.words;
  return program === undefined || program.dynamic ? undefined : program.text;
}

/**
 * The arguments as text.
 */
export function argumentsOf(invocation: Invocation): string[] {
  return invocation.words.slice(1).map(word => word.text);
}

/**
 * The variables that are set for it.
 */
export function environmentOf(invocation: Invocation): { [name: string]: string } {
  return Object.fromEntries(invocation.assignments.map(({ name, value }) => [name, value]));
}

/**
 * True if nothing of it is computed by a shell.
 */
export function isStatic(invocation: Invocation): boolean {
  return [...invocation.assignments, ...invocation.words].every(part => !part.dynamic);
}

/**
 * A word that needs no quotes, undefined if the text does.
 */
export function plainWord(text: string): Word | undefined {
  return /^[\w@%+:,./=-]+$/.test(text) ? { text, raw: text, dynamic: false } : undefined;
}

/**
 * A word that a shell reads as this text.
 */
export function wordOf(text: string): Word {
  return plainWord(text) ?? { text, raw: `'${text.replace(/'/g, '\'\\\'\'')}'`, dynamic: false };
}

/** Options behind which Node.js is given code in place of a file. */
const CODE = new Set(['-e', '--eval', '-p', '--print', '-pe']);

/**
 * True if code stands behind a word of a command of Node.js.
 */
export function isCodeOption(word: string | undefined): boolean {
  return word !== undefined && CODE.has(word);
}
