/**
 * The one place that quotes: for the shell, for the words of a Dockerfile, for its JSON arrays and for its paths.
 *
 * @see https://docs.docker.com/reference/dockerfile/#environment-replacement
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 */
import { DockerfileError, show } from './dockerfile-error';
import { pathPattern } from './pattern';

const PLAIN_SHELL_WORD = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+:,./=-]*$/;
/** A word that is not an assignment, and no flag to the builder, which reads a first word with `--` as its own. */
const PLAIN_COMMAND = /^[A-Za-z0-9_./][A-Za-z0-9_@%+:,./-]*$/;
/** Words that a shell reads as syntax where a command stands, bash and ksh included. */
const RESERVED_WORD = /^(case|coproc|do|done|elif|else|esac|fi|for|function|if|in|select|then|time|until|while)$/;
const PLAIN_WORD = /^[A-Za-z0-9_@%+:,./][A-Za-z0-9_@%+:,./=-]*$/;
const PLAIN_PATH = /^[A-Za-z0-9_@.+/][A-Za-z0-9_@.+/:,=-]*$/;
/* eslint-disable no-control-regex -- these are the characters it is about */
/** Where a Dockerfile's line ends, and what no variable can hold. */
const LINE_END = /[\0\n\r]/;
/** Control characters and what some readers take for the end of a line. A tab is none. */
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;
/* eslint-enable no-control-regex */
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** A word for a POSIX shell: as it stands where that is safe, else in quotes. */
export function shellWord(word: string): string {
  requireWords('a command', [word]);
  return PLAIN_SHELL_WORD.test(word) ? word : quoted(word);
}

/** One command for a POSIX shell. Its first word is a program, whatever it says: no assignment, no keyword, no flag. */
export function shellCommand(argv: readonly string[]): string {
  if (argv.length === 0) {
    throw new DockerfileError('a command needs at least one word, received []');
  }
  requireWords('a command', argv);
  const [program, ...words] = argv;
  const first = PLAIN_COMMAND.test(program) && !RESERVED_WORD.test(program) ? program : quoted(program);
  return [first, ...words.map(shellWord)].join(' ');
}

/** True if a text can stand on a line of a Dockerfile as it is. Some readers look for `<<` between quotes too. */
export function fitsOnLine(text: string): boolean {
  return !CONTROL.test(text) && !text.includes('<<');
}

/** A word the builder expands (`ENV`, `LABEL`, `ARG`, `WORKDIR`): in double quotes, nothing in it is expanded. */
export function expandedWord(subject: string, value: string): string {
  requireValue(subject, value);
  return PLAIN_WORD.test(value) ? value : `"${expandable(value, /[\\"$]/g)}"`;
}

/** A JSON array, as the exec form takes it. JSON carries every string but one that is not Unicode. */
export function jsonArray(subject: string, words: readonly string[]): string {
  requireWords(subject, words);
  // JSON allows these as they are; some readers of a Dockerfile take them for the end of a line, or for a here-document
  return `[${words.map(word => JSON.stringify(word).replace(/[\u007f-\u009f\u2028\u2029\ufeff]|<(?=<)/g, escapeUnicode)).join(', ')}]`;
}

/** The paths of a COPY: words where all are plain, else the JSON form. The builder expands variables and quotes in both. */
export function copyPaths(sources: readonly string[], destination: string): string {
  const paths = [...sources.map(pathPattern), destination].map(unmistakable);
  return paths.every(path => PLAIN_PATH.test(path)) ? paths.join(' ') : jsonArray('a path', paths.map(path => expandable(path, /[\\"'$]/g)));
}

/** A value inside a flag (`--chown`, `--mount`): flags have no dependable quoting, so only plain values pass. */
export function flagValue(subject: string, value: string, allowed: RegExp): string {
  if (!allowed.test(value)) {
    throw new DockerfileError(`${subject} must match ${allowed.source}, received ${show(value)}`);
  }
  return value;
}

/** Text for a comment: one line, whatever it holds, and never one that instructs the builder, such as `escape=`. */
export function commentText(text: string): string {
  const line = text.replace(new RegExp(`${CONTROL.source}+`, 'g'), ' ').replace(new RegExp(LONE_SURROGATE, 'g'), '\ufffd').trim();
  return /^(check|escape|syntax)\s*=/i.test(line) ? `- ${line}` : line;
}

/** Refuses what a line of a Dockerfile cannot carry as it is. */
export function requireLine(subject: string, value: string): void {
  requireUnicode(subject, value);
  if (CONTROL.test(value)) {
    throw new DockerfileError(`${subject} cannot hold a line break or another control character in a Dockerfile: ${show(value)}`);
  }
}

/** Refuses what not even quotes can carry. */
export function requireValue(subject: string, value: string): void {
  requireUnicode(subject, value);
  if (LINE_END.test(value)) {
    throw new DockerfileError(`${subject} cannot hold a line break or a NUL character in a Dockerfile: ${show(value)}`);
  }
}

/** Refuses what no program can receive as an argument. */
export function requireWords(subject: string, words: readonly string[]): void {
  for (const word of words) {
    requireUnicode(subject, word);
    if (word.includes('\0')) {
      throw new DockerfileError(`${subject} cannot carry a NUL character: ${show(word)}`);
    }
  }
}

/** A lone surrogate has no UTF-8 form; the builder would read another character. */
function requireUnicode(subject: string, value: string): void {
  if (LONE_SURROGATE.test(value)) {
    throw new DockerfileError(`${subject} is not well-formed unicode: ${show(value)}`);
  }
}

/** Where a COPY starts with `<<` it copies a here-document, where it has a scheme or a host it wants a repository. */
function unmistakable(path: string): string {
  return /^[^/]*[<:]/.test(path) ? `./${path}` : path;
}

function expandable(value: string, special: RegExp): string {
  return value.replace(special, '\\$&');
}

/** In single quotes; in double ones where a `$` in single ones would look like a mistake (ShellCheck SC2016). */
function quoted(word: string): string {
  return /[$`]/.test(word) ? `"${word.replace(/[\\"$`]/g, '\\$&')}"` : `'${word.replace(/'/g, '\'\\\'\'')}'`;
}

function escapeUnicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
