import { Word } from './invocation';

/**
 * The options that a wrapper has for itself, in front of the program that it runs.
 */
export interface OptionTable {
  /** Those with a value in the next word, or behind `=`. */
  readonly values?: readonly string[];
  /** Those without one. */
  readonly flags?: readonly string[];
  /** True if any word in front of a `--` is the wrapper's own. */
  readonly separator?: boolean;
}

/**
 * Words that were split into the wrapper's own and those of the program that it runs.
 */
export interface GivenOptions {
  readonly given: readonly { readonly name: string; readonly value?: Word }[];
  readonly rest: readonly Word[];
}

/**
 * Reads the options of a wrapper; undefined if there is one that is not known, for what follows it cannot be told then.
 */
export function parseOptions(words: readonly Word[], { values = [], flags = [], separator = false }: OptionTable): GivenOptions | undefined {
  const end = separator ? words.findIndex(({ raw }) => raw === '--') : -1;
  const given: { name: string; value?: Word }[] = [];
  let i = 0;
  for (; i < (end === -1 ? words.length : end); i++) {
    const { text } = words[i];
    if (text === '--') return { given, rest: words.slice(i + 1) };
    if (!text.startsWith('-')) {
      if (end === -1) break;
      continue;
    }
    const equals = text.indexOf('=');
    const name = equals === -1 ? text : text.slice(0, equals);
    const short = /^-[A-Za-z]./.test(text) && values.includes(text.slice(0, 2)) ? text.slice(0, 2) : undefined;
    if (values.includes(name) && equals === -1) {
      given.push({ name, value: words[++i] });
    } else if (values.includes(name) || flags.includes(name)) {
      given.push({ name, ...equals === -1 ? {} : { value: cut(words[i], equals + 1) } });
    } else if (short !== undefined) {
      given.push({ name: short, value: cut(words[i], 2) });
    } else if (end === -1) {
      return undefined;
    }
  }
  return { given, rest: words.slice(end === -1 ? i : end + 1) };
}

/**
 * The values of options.
 */
export function valuesOf({ given }: GivenOptions, ...names: string[]): Word[] {
  return given.flatMap(({ name, value }) => names.includes(name) && value !== undefined ? [value] : []);
}

/**
 * True if one of these options is there.
 */
export function hasOption({ given }: GivenOptions, ...names: string[]): boolean {
  return given.some(({ name }) => names.includes(name));
}

/** Rest of a word, quoted anew where it has to be. */
function cut({ text, raw, dynamic }: Word, from: number): Word {
  const left = text.slice(from);
  return { text: left, raw: dynamic || raw === text ? raw.slice(from) : `'${left.replace(/'/g, '\'\\\'\'')}'`, dynamic };
}
