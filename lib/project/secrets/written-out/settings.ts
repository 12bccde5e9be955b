import { isJsonObject } from '../../json/json-shape';
import { parseIni } from '../../settings/parse-ini';
import { parseToml } from '../../settings/parse-toml';
import { parseYaml } from '../../yaml/parse-yaml';
import { secretContents } from '../secret-contents';
import { isBlank, secretInAddresses } from './address';
import { Leaf, leavesOf } from './leaves';
import { literalOf } from './variables';

/** A language that settings of package managers are written in. */
export interface SettingsLanguage {
  /** A line with a comment: what stands before it, and what it says. */
  readonly comment: RegExp;
  /** Keys whose values are secrets, as the last of the keys that lead to a value. */
  readonly secrets: RegExp;
  /** The data in a text; throws if it is none. Undefined where every line is parsed for itself. */
  readonly parse?: (text: string) => unknown;
  /** The data in a line. */
  readonly parseLine: (line: string) => unknown;
  /** What of a value refers to variables beside `${NAME}`. */
  readonly variable?: RegExp;
}

/** A secret that is written out. */
export interface WrittenOut {
  /** What it is, for people. */
  readonly what: string;
  /** The keys that lead to it. */
  readonly key?: string;
  /** The line that it is on. */
  readonly line?: number;
}

const HASH = /^([^#]*)#[#\s]*(.*)$/;
const NPM_KEYS = /(?:^|[:./])(_auth|_authToken|_password)$/i;
const YARN_KEYS = /(?:^|[:./])(_auth|_authToken|_password|npmAuthToken|npmAuthIdent)$/i;

/** A line of `.yarnrc`: a key and a value, either of them in quotes or not. */
const YARNRC_LINE = /^\s*(?:"([^"]+)"|([^\s#"][^\s"]*?)):?\s+(?:"([^"]*)"|(\S+))\s*$/;

export const INI: SettingsLanguage = { comment: /^([^;#]*)[;#][;#\s]*(.*)$/, secrets: NPM_KEYS, parseLine: parseIni };
export const YARNRC: SettingsLanguage = {
  comment: HASH,
  secrets: NPM_KEYS,
  parseLine: line => {
    const setting = yarnrcSetting(line);
    return setting ? { [setting.key]: setting.value } : {};
  },
};
export const YAML: SettingsLanguage = {
  comment: HASH, secrets: YARN_KEYS, parse: text => parseYaml(text, ''), parseLine: line => parseYaml(line.replace(/^\s*-\s/, ''), ''),
};
export const TOML: SettingsLanguage = {
  comment: HASH, secrets: /^(_auth|_authToken|_password|token|password)$/i, parse: text => parseToml(text, ''), parseLine: line => parseToml(line, ''), variable: /\$\w+/g,
};

/**
 * The first secret that is written out in a file of settings: as a value, as a default of a variable, in an address, or in
 * a comment, which is in the image like all the rest.
 */
export function secretInSettings(text: string, language: SettingsLanguage): WrittenOut | undefined {
  const whole = language.parse && attempt(() => language.parse!(text));
  for (const leaf of isJsonObject(whole) ? leavesOf(whole) : []) {
    const what = secretIn(leaf, language);
    if (what !== undefined) return { what, key: leaf.keys.join('.') };
  }
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const [, before, comment] = language.comment.exec(line) ?? [line, line, ''];
    const setting = isJsonObject(whole) || before.trim() === '' ? undefined : secretInLine(line, language, true);
    if (setting) return { ...setting, line: index + 1 };
    const what = secretInLine(comment, language, false)?.what ?? secretContents(line) ?? secretInAddresses(line, false);
    if (what !== undefined) return { what, line: index + 1 };
  }
  const key = secretContents(text);
  return key === undefined ? undefined : { what: key };
}

/** @param live whether the line is no comment, in which blanks may stand for a secret */
function secretInLine(line: string, language: SettingsLanguage, live: boolean): WrittenOut | undefined {
  const leaves = line.trim() === '' ? [] : leavesOf(attempt(() => language.parseLine(line)));
  for (const leaf of live ? leaves : leaves.filter(({ value }) => !isBlank(value))) {
    const what = secretIn(leaf, language);
    if (what !== undefined) return { what, key: leaf.keys.join('.') };
  }
  return undefined;
}

/** The setting in a line of `.yarnrc`, undefined if there is none. */
export function yarnrcSetting(line: string): { readonly key: string; readonly value: string } | undefined {
  const match = YARNRC_LINE.exec(line);
  return match ? { key: match[1] ?? match[2], value: match[3] ?? match[4] } : undefined;
}

function secretIn({ keys, value }: Leaf, { secrets, variable }: SettingsLanguage): string | undefined {
  const literal = (variable ? literalOf(value).replace(variable, '') : literalOf(value)).replace(/^\s*(Bearer|Basic)\s+/i, '').trim();
  const name = secrets.exec(keys[keys.length - 1] ?? '')?.[1];
  // of `name:${PASSWORD}` nothing is secret
  if (name !== undefined && literal.replace(/^[\w.@-]*:$/, '') !== '') return name;
  if (literal.includes('PRIVATE KEY')) return 'private key';
  return secretContents(literal) ?? secretInAddresses(value.replace(variable ?? /(?!)/, '${V}'), true)
    ?? keys.map(key => secretContents(key) ?? secretInAddresses(key, true)).find(what => what !== undefined);
}

function attempt(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
