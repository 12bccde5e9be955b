/**
 * Reads a Dockerfile as the reference says, written apart from the renderer: lines, flags, words, JSON, quotes, variables.
 *
 * @see https://docs.docker.com/reference/dockerfile/
 */
export interface ReadInstruction {
  readonly keyword: string;
  readonly flags: string[];
  /** The rest of the line as it stands. */
  readonly rest: string;
  /** The words of the JSON form, where it is one. */
  readonly json?: string[];
}

export interface ReadDockerfile {
  readonly directives: string[];
  readonly comments: string[];
  readonly instructions: ReadInstruction[];
}

export function read(text: string): ReadDockerfile {
  const lines = text.replace(/^\ufeff/, '').split('\n');
  const result: ReadDockerfile = { directives: [], comments: [], instructions: [] };
  const directive = /^#\s*(syntax|escape|check)\s*=\s*\S/i;
  for (const line of lines) {
    if (!directive.test(line)) break;
    result.directives.push(line);
  }
  let pending: string | undefined;
  for (const line of lines) {
    if (line.trimStart().startsWith('#')) {
      if (pending !== undefined) throw new Error(`a comment inside an instruction: ${JSON.stringify(line)}`);
      result.comments.push(line.trimStart().slice(1).trim());
      continue;
    }
    if (line.trim() === '') {
      if (pending !== undefined) throw new Error('an empty line inside an instruction');
      continue;
    }
    const continued = /^(.*[^\\]|)\\[ \t]*$/s.exec(line.replace(/\r$/, ''));
    pending = (pending ?? '') + (continued ? continued[1] : line);
    if (!continued) {
      result.instructions.push(instruction(pending));
      pending = undefined;
    }
  }
  if (pending !== undefined) throw new Error('the last line goes on after the end');
  return result;
}

function instruction(line: string): ReadInstruction {
  const [, keyword, args] = /^([A-Z]+)[\t\v\f\r ]+(.*)$/s.exec(line.trim())!;
  const { flags, rest } = leadingFlags(args);
  const json = jsonForm(rest);
  if (json === undefined && /^(RUN|COPY|ADD)$/.test(keyword) && splitWords(rest).some(word => /^\d*<<-?\s*[^<]+$/.test(word))) {
    throw new Error(`a here-document: ${rest}`);
  }
  return { keyword, flags, rest, json };
}

function leadingFlags(args: string): { flags: string[]; rest: string } {
  const flags: string[] = [];
  let rest = args.trim();
  for (let match; (match = /^--[^\s"'\\]*(?=\s|$)/.exec(rest));) {
    flags.push(match[0]);
    rest = rest.slice(match[0].length).trim();
  }
  if (rest.startsWith('--')) throw new Error(`a flag with quotes: ${rest}`);
  return { flags, rest };
}

function jsonForm(rest: string): string[] | undefined {
  if (!rest.startsWith('[')) return undefined;
  try {
    return JSON.parse(rest) as string[];
  } catch {
    return undefined;
  }
}

/** The words of a line; whitespace between quotes or after a backslash does not separate. */
export function splitWords(rest: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let index = 0; index < rest.length; index++) {
    const character = rest[index];
    if (quote === '' && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    word = (word ?? '') + character;
    if (character === '\\' && quote !== '\'') {
      word += rest[++index] ?? '';
    } else if (quote === '' && (character === '"' || character === '\'')) {
      quote = character;
    } else if (character === quote) {
      quote = '';
    }
  }
  if (quote !== '') throw new Error(`a quote that does not end: ${rest}`);
  return word === undefined ? words : [...words, word];
}

/** A word as the builder takes it: without its quotes and escapes. A variable in it is an error, values have none. */
export function unquote(word: string): string {
  let value = '';
  let quote = '';
  for (let index = 0; index < word.length; index++) {
    const character = word[index];
    if (quote === '\'') {
      if (character === quote) quote = '';
      else value += character;
    } else if (character === '$') {
      throw new Error(`a variable: ${word}`);
    } else if (character === '\\') {
      const next = word[++index];
      value += quote === '' || '"$\\'.includes(next) ? next : `\\${next}`;
    } else if (character === '"' || (character === '\'' && quote === '')) {
      quote = quote === '' ? character : '';
    } else {
      value += character;
    }
  }
  if (quote !== '') throw new Error(`a quote that does not end: ${word}`);
  return value;
}

/** `NAME=value` words, as `ENV`, `LABEL` and `ARG` have them. */
export function pairs(rest: string): [string, string][] {
  return splitWords(rest).map(word => {
    const [, name, value] = /^([^=]*)=(.*)$/s.exec(word)!;
    return [unquote(name), unquote(value)];
  });
}

/** The paths of a COPY, with the wildcards that a name's own characters were protected from taken off. */
export function copyPaths({ json, rest }: ReadInstruction): string[] {
  const words = (json ?? splitWords(rest)).map(unquote);
  return words.map((word, index) => index === words.length - 1 ? word : literal(word));
}

function literal(pattern: string): string {
  const plain = pattern.replace(/\[(\\?)([^\]])\]/gu, (_, _escape, character) => `\u0001${character}`);
  if (/(?<!\u0001)[*?[]/.test(plain)) throw new Error(`a wildcard: ${pattern}`);
  return plain.replace(/\u0001/g, '');
}
