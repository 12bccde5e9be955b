import { isNeverAllowed } from '../files/never-allowed';
import { directoryOf } from '../files/relative-path';
import { parseScript, ShellCommand, ShellScript } from '../text/shell/parse-script';
import { splitWords, ShellWord } from '../text/shell/split-words';
import { ScriptNote } from './invocation';

/**
 * A command line without what reads files of variables that never enter an image.
 */
export interface WithoutEnvironmentFiles {
  readonly text: string;
  /** Notes on what was taken off. */
  readonly notes: readonly ScriptNote[];
}

/** Programs that are given variables by what another one prints: `export $(cat .env)`. */
const TAKES_VARIABLES = new Set(['export', 'env', 'cross-env', 'cross-env-shell']);
const READS = new Set(['.', 'source']);
const ASKS = new Set(['[', 'test']);
const ASKS_FOR_FILE = /^-[efrs]$/;
/** Options of `set` by which every variable is exported. */
const EXPORTS_ALL = /^(?:[-+]a|[-+]o allexport)$/;
/** Words of a shell around commands, without which it would not be a script any more where nothing is left between them. */
const KEYWORDS = new Set(['{', '}', '!', 'if', 'then', 'elif', 'else', 'fi', 'while', 'until', 'do', 'done', 'for', 'case', 'esac']);
/** More commands than a script reads variables by. */
const MOST = 20;

/** A part of a command line. */
interface Part {
  readonly start: number;
  readonly end: number;
}

/** A part that reads a file of variables: a command as a whole, or a word of one. */
interface Reading extends Part {
  readonly command?: ShellCommand;
  readonly file?: string;
  /** True if the script goes on without the file. */
  readonly guarded?: boolean;
}

/**
 * Note on files of variables that something reads.
 */
export function readsEnvironmentFiles(files: readonly string[]): ScriptNote {
  return { warning: 'start-env-file', text: `reads ${files.join(', ')}, which never enters an image: pass what is in it as environment variables or secrets` };
}

/**
 * Takes off a command line what reads variables from files that never enter an image: `. ./.env`, `export $(cat .env | xargs)`,
 * `env $(cat .env) node server.js`. The shell would end there, or go on with nothing.
 *
 * @param enters whether a file enters the image whatever its name is
 */
export function withoutEnvironmentFiles(written: string, enters: (file: string) => boolean): WithoutEnvironmentFiles {
  const isMissing = (file: string) => isFileOfVariables(file) && !enters(file);
  const files = new Map<string, boolean>();
  const guards = guardedIn(written, isMissing);
  let text = written;
  for (let count = 0; count < MOST; count++) {
    const script = parseScript(text);
    const found = script && (readingIn(script, isMissing) ?? (files.size > 0 ? exportsAll(script) : undefined));
    if (!script || !found) break;
    if (found.file !== undefined) files.set(found.file, (found.guarded ?? guards.has(found.file)) && files.get(found.file) !== false);
    text = without(script, found);
  }
  const [needed, guarded] = [false, true].map(kind => [...files].filter(([, isGuarded]) => isGuarded === kind).map(([file]) => file));
  return {
    text: files.size === 0 ? written : text.trim(),
    notes: [
      ...needed.length === 0 ? [] : [readsEnvironmentFiles(needed)],
      ...guarded.length === 0 ? [] : [{ text: `${guarded.join(', ')} is not read, for it never enters an image` }],
    ],
  };
}

/** The files that a script asks for, and goes on without: `[ -f .env ] && . ./.env; node server.js`. */
function guardedIn(text: string, isMissing: (file: string) => boolean): Set<string> {
  const { commands = [] } = parseScript(text) ?? {};
  return new Set(commands.flatMap((command, index) => {
    const next = commands[index + 1] && ofCommand(commands[index + 1], isMissing);
    const isAsked = next?.command !== undefined && next.file !== undefined && askedFor(command, isMissing) !== undefined;
    return isAsked && (command.before !== '&&' || next.command!.before !== '&&') ? [next.file!] : [];
  }));
}

/** A file below the project, by its name; another one may be mounted. */
function isFileOfVariables(file: string): boolean {
  return isNeverAllowed(file.slice(file.lastIndexOf('/') + 1)) && !/^[/~]/.test(file) && !/[$`]/.test(directoryOf(file));
}

function readingIn({ commands }: ShellScript, isMissing: (file: string) => boolean): Reading | undefined {
  for (const [index, command] of commands.entries()) {
    const own = ofCommand(command, isMissing);
    const next = command.before === '&&' && commands[index + 1] ? ofCommand(commands[index + 1], isMissing) : undefined;
    const asked = next?.command ? askedFor(command, isMissing) : undefined;
    if (asked !== undefined || own) return own ?? { start: command.start, end: command.end, command };
  }
  return undefined;
}

function ofCommand(command: ShellCommand, isMissing: (file: string) => boolean): Reading | undefined {
  const [program, ...rest] = command.words;
  if (program === undefined || program.dynamic) return undefined;
  const whole = (file: string): Reading => ({ start: command.start, end: command.end, command, file, ...command.before === '||' ? { guarded: true } : {} });
  if (READS.has(program.text)) return rest[0] && isMissing(rest[0].text) ? whole(rest[0].text) : undefined;
  const taken = rest.map(word => ({ word, file: printed(word, isMissing) })).find(({ file }) => file !== undefined);
  if (!taken || !(TAKES_VARIABLES.has(program.text) || program.text === 'eval')) return undefined;
  const guarded = /2>\s*\/dev\/null/.test(taken.word.raw) ? { guarded: true } : {};
  return { ...rest.length === 1 ? whole(taken.file!) : { start: taken.word.start, end: taken.word.end, file: taken.file }, ...guarded };
}

/** The file that a substitution prints: `$(cat .env | xargs)`, `` `grep -v '^#' .env` ``. */
function printed({ raw }: ShellWord, isMissing: (file: string) => boolean): string | undefined {
  const inner = /^"?(?:\$\(([^]*)\)|`([^]*)`)"?$/.exec(raw);
  return (inner?.[1] ?? inner?.[2])?.split(/[\s|<>;&()'"]+/).find(word => word !== '' && isMissing(word));
}

/** The file of which a command asks whether it is there. */
function askedFor({ words: [program, option, file] }: ShellCommand, isMissing: (file: string) => boolean): string | undefined {
  return program && ASKS.has(program.text) && ASKS_FOR_FILE.test(option?.text ?? '') && file && isMissing(file.text) ? file.text : undefined;
}

function exportsAll({ commands }: ShellScript): Reading | undefined {
  const command = commands.find(({ words: [program, ...rest] }) => program?.text === 'set' && EXPORTS_ALL.test(rest.map(({ text }) => text).join(' ')));
  return command && { start: command.start, end: command.end, command };
}

/** The text without a part; a command that something else hangs on becomes one that does nothing. */
function without({ text, commands }: ShellScript, { start, end, command }: Reading): string {
  const cut = (from: number, to: number, instead = '') => text.slice(0, from) + instead + text.slice(to);
  if (!command) return cut(start, end + (/^\s+/.exec(text.slice(end))?.[0].length ?? 0));
  const isPlain = !(splitWords(text) ?? []).some(token => token.type === 'word' && KEYWORDS.has(token.raw)) && command.groups.length === 0;
  const behind = /^\s*(?:&&|;|\n)\s*/.exec(text.slice(end))?.[0] ?? '';
  if (isPlain && commands.length === 1) return '';
  if (isPlain && (command.before === '&&' || (behind !== '' && ['', ';', '\n'].includes(command.after)))) return cut(start, end + behind.length);
  return cut(start, end, ':');
}
