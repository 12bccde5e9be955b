import { secretContents } from '../secret-contents';
import { literalOf } from './variables';

/** User before the host of an address: a user, perhaps with a password. */
const USER = /\/\/([^/?#\s"`\\]+)@(\[[0-9a-f:.]+\]|[^/?#\s"'`\\:,;)<>]*)/gi;

/** Parameters of an address that hold a credential. */
const QUERY = /[?&](?:access_token|private_token|auth_token|authtoken|token|api_?key|_auth)=([^&\s"'`#\\]+)/gi;

/** Blanks in brackets, in capitals or as dots, to be filled in. */
const BLANK = /^(?:<.*>|\[.*\]|\{\{?.*\}\}?|%\w*%?|\$\w+|([*xX.…-])\1*|[A-Z]+(?:_[A-Z]+)*)$/;

/** Words that stand for a password where somebody explains or tries something. */
const WORDS = /^(?:pass(?:word|wd)?|pw|pwd|secret|token|example|changeme|redacted|(?:your|my)[-_ ]?\w*(?:-\w+)*)$/i;

/** Hosts of this machine, of a network of containers, and those that no one has. */
const NOWHERE = /^(?:[\w-]*|127(?:\.\d+){3}|0\.0\.0\.0|\[.*\]|(?:.*\.)?(?:localhost|local|internal|test|example|invalid|example\.(?:com|net|org)))$/i;

/**
 * Kind of secret in addresses of a text, undefined where none does. A user alone, as in `git@github.com`, is none
 * unless it is a token by its looks.
 *
 * @param live whether what stands there is used as it stands, so that nothing in it is a placeholder
 */
export function secretInAddresses(text: string, live: boolean): string | undefined {
  if (!text.includes('//') && !text.includes('?') && !/%2f/i.test(text)) return undefined;
  const literal = literalOf(decoded(text));
  for (const [, user, host] of literal.matchAll(USER)) {
    const [name, ...rest] = user.split(':');
    // by this word the user is the token
    const [token, password] = rest.join(':') === 'x-oauth-basic' ? [name, ''] : ['', rest.join(':')];
    if ((token !== '' && !/^\$\w+$/.test(token)) || isRandom(name)) return 'token in an address';
    if (password !== '' && !/^\$\w+$/.test(password) && (live || isPassword(name, password, host))) return 'password in an address';
  }
  for (const [, value] of literal.matchAll(QUERY)) {
    if (value.length >= 8 && !isPlaceholder(value)) return 'token in an address';
  }
  return undefined;
}

/** True if a text is a token by its looks: long, and of no language. */
export function isRandom(text: string): boolean {
  if (secretContents(text) !== undefined) return true;
  if (text.length < 20 || !/^[\w.~+/=%-]+$/.test(text) || /^(.)\1*$/.test(text)) return false;
  return (/^[0-9a-f]+$/i.test(text) && /\d/.test(text) && /[a-f]/i.test(text)) || (/[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text));
}

/** True if a text is no secret and stands for one, which somebody fills in elsewhere. */
export function isBlank(text: string): boolean {
  return BLANK.test(text);
}

/** True if a text stands for a secret where somebody explains or tries something. */
export function isPlaceholder(text: string): boolean {
  return BLANK.test(text) || WORDS.test(text);
}

function isPassword(name: string, password: string, host: string): boolean {
  return !NOWHERE.test(host) && password !== name && password.length >= 8 && !isPlaceholder(password);
}

/** Some lockfiles have addresses within addresses, escaped. */
export function decoded(text: string): string {
  if (!/%3a(?:%2f%2f|\/\/)/i.test(text)) return text;
  return text.replace(/%(?:3a|2f|40)/gi, escape => decodeURIComponent(escape));
}
