import { INI, lineSettings, SettingsLanguage, TOML, wholeSettings, YAML, YARNRC } from '../../text/settings/language';
import { Leaf } from '../../text/settings/leaves';
import { secretContents } from '../secret-contents';
import { isBlank, secretInAddresses } from './address';
import { literalOf } from './variables';

/** Where secrets stand in settings of a language. */
export interface SecretSettings {
  readonly language: SettingsLanguage;
  /** Keys whose values are secrets, as the last of the keys that lead to a value. */
  readonly secrets: RegExp;
  /** Pattern of references to variables beside `${NAME}`. */
  readonly variable?: RegExp;
}

/** A secret that is written out. */
export interface HardCodedSecret {
  /** Kind of the value, for people. */
  readonly what: string;
  /** The keys that lead to it. */
  readonly key?: string;
  /** The line that it is on. */
  readonly line?: number;
}

const NPM_KEYS = /(?:^|[:./])(_auth|_authToken|_password)$/i;
const YARN_KEYS = /(?:^|[:./])(_auth|_authToken|_password|npmAuthToken|npmAuthIdent)$/i;

export const NPMRC_SECRETS: SecretSettings = { language: INI, secrets: NPM_KEYS };
export const YARNRC_SECRETS: SecretSettings = { language: YARNRC, secrets: NPM_KEYS };
export const YAML_SECRETS: SecretSettings = { language: YAML, secrets: YARN_KEYS };
export const TOML_SECRETS: SecretSettings = { language: TOML, secrets: /^(_auth|_authToken|_password|token|password)$/i, variable: /\$\w+/g };

/**
 * The first secret that is written out in a file of settings: as a value, as a default of a variable, in an address, or in
 * a comment, which is in the image like all the rest.
 */
export function secretInSettings(text: string, where: SecretSettings): HardCodedSecret | undefined {
  const { language } = where;
  const whole = wholeSettings(text, language);
  for (const leaf of whole ?? []) {
    const what = secretIn(leaf, where);
    if (what !== undefined) return { what, key: leaf.keys.join('.') };
  }
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const [, before, comment] = language.comment.exec(line) ?? [line, line, ''];
    const setting = whole !== undefined || before.trim() === '' ? undefined : secretInLine(line, where, true);
    if (setting) return { ...setting, line: index + 1 };
    const what = secretInLine(comment, where, false)?.what ?? secretContents(line) ?? secretInAddresses(line, false);
    if (what !== undefined) return { what, line: index + 1 };
  }
  const key = secretContents(text);
  return key === undefined ? undefined : { what: key };
}

/** @param live whether the line is no comment, in which blanks may stand for a secret */
function secretInLine(line: string, where: SecretSettings, live: boolean): HardCodedSecret | undefined {
  const leaves = lineSettings(line, where.language);
  for (const leaf of live ? leaves : leaves.filter(({ value }) => !isBlank(value))) {
    const what = secretIn(leaf, where);
    if (what !== undefined) return { what, key: leaf.keys.join('.') };
  }
  return undefined;
}

function secretIn({ keys, value }: Leaf, { secrets, variable }: SecretSettings): string | undefined {
  const literal = (variable ? literalOf(value).replace(variable, '') : literalOf(value)).replace(/^\s*(Bearer|Basic)\s+/i, '').trim();
  const name = secrets.exec(keys[keys.length - 1] ?? '')?.[1];
  // of `name:${PASSWORD}` nothing is secret
  if (name !== undefined && literal.replace(/^[\w.@-]*:$/, '') !== '') return name;
  if (literal.includes('PRIVATE KEY')) return 'private key';
  return secretContents(literal) ?? secretInAddresses(value.replace(variable ?? /(?!)/, '${V}'), true)
    ?? keys.map(key => secretContents(key) ?? secretInAddresses(key, true)).find(what => what !== undefined);
}
