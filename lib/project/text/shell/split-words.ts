/**
 * A word or an operator of a shell command line.
 */
export type ShellToken = ShellWord | ShellOperator;

/**
 * A word of a shell command line.
 */
export interface ShellWord {
  readonly type: 'word';
  /** The word as the command gets it, where it is not dynamic. */
  readonly text: string;
  /** The word as it is written. */
  readonly raw: string;
  /** True if the shell replaces something in it: a variable, a command, a glob, a home directory. */
  readonly dynamic: boolean;
  /** Where it begins and ends in the command line. */
  readonly start: number;
  readonly end: number;
}

/**
 * An operator of a shell command line. A line break is one, too.
 */
export interface ShellOperator {
  readonly type: 'operator';
  readonly operator: string;
  readonly start: number;
  readonly end: number;
}

const OPERATORS = ['&&', '||', ';;', '<<-', '<<', '>>', '<&', '>&', '<>', '>|', '&', '|', ';', '(', ')', '<', '>', '\n'];

/**
 * Splits a command line as `sh` does.
 *
 * Undefined if it ends inside of quotes or of a substitution.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_03
 */
export function splitWords(text: string): ShellToken[] | undefined {
  const tokens: ShellToken[] = [];
  let position = 0;
  while (position < text.length) {
    const start = position;
    const operator = OPERATORS.find(candidate => text.startsWith(candidate, position));
    if (text[position] === ' ' || text[position] === '\t') {
      position++;
    } else if (text.startsWith('\\\n', position)) {
      position += 2;
    } else if (text[position] === '#') {
      const end = text.indexOf('\n', position);
      position = end === -1 ? text.length : end;
    } else if (operator !== undefined) {
      position += operator.length;
      tokens.push({ type: 'operator', operator, start, end: position });
    } else {
      const word = readWord(text, start);
      if (word === undefined) return undefined;
      position = word.end;
      // Digits right before a redirection are the number of a file descriptor.
      if (!(/^\d+$/.test(word.raw) && /[<>]/.test(text[position] ?? ''))) tokens.push(word);
    }
  }
  return tokens;
}

/**
 * A piece of a word, as the command gets it.
 */
interface Piece {
  readonly text: string;
  /** True if the shell replaces something in it. */
  readonly dynamic: boolean;
  readonly end: number;
}

function readWord(line: string, start: number): ShellWord | undefined {
  const word = readPieces(line, start, ' \t\n&|;()<>', readUnquoted);
  if (word === undefined) return undefined;
  const raw = line.slice(start, word.end);
  // A bracket alone is the program `test`, and no glob.
  const dynamic = (word.dynamic || raw.startsWith('~')) && raw !== '[';
  return { type: 'word', text: word.text, raw, dynamic, start, end: word.end };
}

/** Pieces up to one of some characters, or to the end. */
function readPieces(line: string, start: number, closing: string, read: (line: string, position: number) => Piece | undefined): Piece | undefined {
  let text = '';
  let dynamic = false;
  let end = start;
  while (end < line.length && !closing.includes(line[end])) {
    const piece = read(line, end);
    if (piece === undefined) return undefined;
    text += piece.text;
    dynamic ||= piece.dynamic;
    end = piece.end;
  }
  return { text, dynamic, end };
}

function readUnquoted(line: string, position: number): Piece | undefined {
  const character = line[position];
  if (character === '\'') return readSingleQuotes(line, position);
  if (character === '"') return readDoubleQuotes(line, position);
  // A backslash at the very end is kept by some shells and dropped by others.
  if (character === '\\') return position + 1 === line.length ? undefined : readEscaped(line, position);
  // Braces and a tilde behind `=` or `:` mean something to some shells only.
  return isSubstitution(character) ? readSubstitution(line, position) : { text: character, dynamic: '*?[{}~'.includes(character), end: position + 1 };
}

function readQuoted(line: string, position: number): Piece | undefined {
  const character = line[position];
  if (character === '\\' && '$`"\\\n'.includes(line[position + 1] ?? ' ')) return readEscaped(line, position);
  return isSubstitution(character) ? readSubstitution(line, position) : { text: character, dynamic: false, end: position + 1 };
}

function readSingleQuotes(line: string, start: number): Piece | undefined {
  const end = line.indexOf('\'', start + 1);
  return end === -1 ? undefined : { text: line.slice(start + 1, end), dynamic: false, end: end + 1 };
}

function readDoubleQuotes(line: string, start: number): Piece | undefined {
  const quoted = readPieces(line, start + 1, '"', readQuoted);
  return quoted === undefined || quoted.end === line.length ? undefined : { ...quoted, end: quoted.end + 1 };
}

function readEscaped(line: string, position: number): Piece {
  const character = line[position + 1];
  return { text: character === '\n' ? '' : character, dynamic: false, end: position + 2 };
}

function isSubstitution(character: string): boolean {
  return character === '$' || character === '`';
}

function readSubstitution(line: string, position: number): Piece | undefined {
  const end = skipSubstitution(line, position);
  return end === undefined ? undefined : { text: line.slice(position, end), dynamic: true, end };
}

/**
 * The end of what the shell replaces: `$NAME`, `${...}`, `$(...)`, backquotes.
 */
function skipSubstitution(line: string, start: number): number | undefined {
  if (line[start] === '`') return skipTo(line, start + 1, '`');
  if (line[start + 1] === '{') return skipTo(line, start + 2, '}');
  if (line[start + 1] === '(') return skipTo(line, start + 2, ')');
  return start + 1 + (/^(?:[A-Za-z_]\w*|[\d@*#?$!-])?/.exec(line.slice(start + 1))?.[0].length ?? 0);
}

function skipTo(line: string, start: number, closing: string): number | undefined {
  let position = start;
  while (position < line.length) {
    const character = line[position];
    if (character === closing) return position + 1;
    let end: number | undefined = position + 1;
    if (character === '\\') {
      end = position + 2;
    } else if (closing !== '`' && character === '\'') {
      end = skipTo(line, position + 1, '\'');
    } else if (closing !== '`' && character === '"') {
      end = readDoubleQuotes(line, position)?.end;
    } else if (closing !== '`' && (character === '$' || character === '`')) {
      end = skipSubstitution(line, position);
    } else if (closing === ')' && character === '(') {
      end = skipTo(line, position + 1, ')');
    }
    if (end === undefined) return undefined;
    position = end;
  }
  return undefined;
}
