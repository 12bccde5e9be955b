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

function readWord(line: string, start: number): ShellWord | undefined {
  let text = '';
  let dynamic = line[start] === '~';
  let position = start;
  while (position < line.length) {
    const character = line[position];
    if (' \t\n&|;()<>'.includes(character)) break;
    if (character === '\'') {
      const end = line.indexOf('\'', position + 1);
      if (end === -1) return undefined;
      text += line.slice(position + 1, end);
      position = end + 1;
    } else if (character === '"') {
      const quoted = readDoubleQuotes(line, position);
      if (quoted === undefined) return undefined;
      text += quoted.text;
      dynamic ||= quoted.dynamic;
      position = quoted.end;
    } else if (character === '\\') {
      // A backslash at the very end is kept by some shells and dropped by others.
      if (position + 1 === line.length) return undefined;
      text += line[position + 1] === '\n' ? '' : line[position + 1];
      position += 2;
    } else if (character === '$' || character === '`') {
      const end = skipSubstitution(line, position);
      if (end === undefined) return undefined;
      text += line.slice(position, end);
      dynamic = true;
      position = end;
    } else {
      // Braces and a tilde behind `=` or `:` mean something to some shells only.
      dynamic ||= '*?[{}~'.includes(character);
      text += character;
      position++;
    }
  }
  const raw = line.slice(start, position);
  // A bracket alone is the program `test`, and no glob.
  return { type: 'word', text, raw, dynamic: dynamic && raw !== '[', start, end: position };
}

function readDoubleQuotes(line: string, start: number): { text: string; dynamic: boolean; end: number } | undefined {
  let text = '';
  let dynamic = false;
  let position = start + 1;
  while (position < line.length) {
    const character = line[position];
    if (character === '"') return { text, dynamic, end: position + 1 };
    if (character === '\\' && '$`"\\\n'.includes(line[position + 1] ?? ' ')) {
      text += line[position + 1] === '\n' ? '' : line[position + 1];
      position += 2;
    } else if (character === '$' || character === '`') {
      const end = skipSubstitution(line, position);
      if (end === undefined) return undefined;
      text += line.slice(position, end);
      dynamic = true;
      position = end;
    } else {
      text += character;
      position++;
    }
  }
  return undefined;
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
