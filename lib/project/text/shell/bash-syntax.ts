import { ShellToken, ShellWord, splitWords } from './split-words';

/**
 * Something that bash understands, and not every shell.
 */
export interface BashSyntax {
  /** As it is written, or what people call it. */
  readonly what: string;
  /** True if the shell of Alpine understands it, too. */
  readonly ash: boolean;
}

/** Commands of bash, and whether the shell of Alpine has them. */
const COMMANDS: { readonly [name: string]: boolean } = {
  '[[': true, 'source': true, 'let': true, 'function': true,
  'declare': false, 'typeset': false, 'shopt': false, 'pushd': false, 'popd': false, 'mapfile': false, 'readarray': false,
};

/** Words of a shell behind which a command begins. */
const BEFORE_COMMANDS = new Set(['!', '{', 'if', 'then', 'elif', 'else', 'while', 'until', 'do']);

/** Commands with words that another shell refuses. */
const WITH_WORDS: readonly { readonly commands: readonly string[]; readonly word: RegExp; readonly what: string; readonly ash: boolean }[] = [
  { commands: ['[', 'test'], word: /^==$/, what: '[ a == b ]', ash: true },
  { commands: ['set'], word: /^pipefail$/, what: 'set -o pipefail', ash: true },
  { commands: ['wait'], word: /^-n$/, what: 'wait -n', ash: true },
];

/** Expansions of variables that bash alone has. */
const EXPANSIONS: readonly { readonly pattern: RegExp; readonly what: string; readonly ash: boolean }[] = [
  { pattern: /\$\{\w+\/[^}]*\}/, what: '${name/pattern/text}', ash: true },
  { pattern: /\$\{\w+:(?:\d|\s+-)[^}]*\}/, what: '${name:offset}', ash: true },
  { pattern: /\$\{\w+(?:\^\^?|,,?)[^}]*\}/, what: '${name^^}', ash: false },
  { pattern: /\$\{!\w/, what: '${!name}', ash: false },
  { pattern: /\$\{\w+\[/, what: '${name[0]}', ash: false },
  { pattern: /\$\{?(?:RANDOM|SECONDS)\b/, what: '$RANDOM', ash: true },
  { pattern: /\$\{?(?:BASH\w*|PIPESTATUS|EPOCHSECONDS)\b/, what: '$BASH_...', ash: false },
];

/**
 * Lists what a script has that bash understands and `sh` of Debian does not, each once; nothing where the script cannot be read.
 * What stands in quotes is for another program.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
 */
export function bashSyntax(text: string): BashSyntax[] {
  const tokens = splitWords(text) ?? [];
  const found = [...ofOperators(tokens), ...ofCommands(tokens), ...tokens.flatMap(token => token.type === 'word' ? ofWord(token) : [])];
  return found.filter(({ what }, index) => found.findIndex(other => other.what === what) === index);
}

function ofOperators(tokens: readonly ShellToken[]): BashSyntax[] {
  return tokens.flatMap((token, index): BashSyntax[] => {
    const next = tokens[index + 1];
    const adjacent = next !== undefined && next.start === token.end;
    if (!adjacent) return [];
    const both = [token, next].map(each => each.type === 'operator' ? each.operator : '').join('');
    if (token.type === 'word') return both === '(' && /^[A-Za-z_]\w*\+?=$/.test(token.raw) ? [{ what: 'an array', ash: false }] : [];
    if (both === '&>' || both === '&>>') return [{ what: '&>', ash: true }];
    if (both === '<<<') return [{ what: '<<<', ash: false }];
    if (both === '<(' || both === '>(') return [{ what: '<(...)', ash: false }];
    if (both === '|&') return [{ what: '|&', ash: false }];
    return both === '((' && beginsCommand(tokens, index) ? [{ what: '((...))', ash: true }] : [];
  });
}

function ofCommands(tokens: readonly ShellToken[]): BashSyntax[] {
  return tokens.flatMap((token, index) => {
    if (token.type !== 'word' || !beginsCommand(tokens, index)) return [];
    if (Object.hasOwn(COMMANDS, token.raw)) return [{ what: token.raw, ash: COMMANDS[token.raw] }];
    const end = tokens.findIndex((other, place) => place > index && other.type === 'operator');
    const words = tokens.slice(index + 1, end === -1 ? tokens.length : end).flatMap(other => other.type === 'word' ? [other.raw] : []);
    return WITH_WORDS.filter(({ commands, word }) => commands.includes(token.raw) && words.some(each => word.test(each)))
      .map(({ what, ash }) => ({ what, ash }));
  });
}

/** True if a command begins here: nothing stands in front of it, or an operator, or a word behind which one begins. */
function beginsCommand(tokens: readonly ShellToken[], index: number): boolean {
  const before = tokens[index - 1];
  if (before === undefined) return true;
  return before.type === 'operator' ? !/[<>]/.test(before.operator) : BEFORE_COMMANDS.has(before.raw);
}

function ofWord({ raw }: ShellWord): BashSyntax[] {
  const { expanded, ansi } = unquoted(raw);
  return [...ansi ? [{ what: '$\'...\'', ash: true }] : [], ...EXPANSIONS.filter(({ pattern }) => pattern.test(expanded)).map(({ what, ash }) => ({ what, ash }))];
}

/** The parts of a word in which a shell puts something in the place of variables: not those in single quotes, or behind a backslash. */
function unquoted(raw: string): { readonly expanded: string; readonly ansi: boolean } {
  let expanded = '';
  let isDouble = false;
  let ansi = false;
  for (let index = 0; index < raw.length; index++) {
    const character = raw[index];
    if (character === '\\') {
      index++;
    } else if (character === '\'' && !isDouble) {
      ansi ||= expanded.endsWith('$');
      const end = raw.indexOf('\'', index + 1);
      index = end === -1 ? raw.length : end;
    } else if (character === '"') {
      isDouble = !isDouble;
    } else {
      expanded += character;
    }
  }
  return { expanded, ansi };
}
