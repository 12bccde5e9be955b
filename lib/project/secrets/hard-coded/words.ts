import { isPublicVariable } from '../environment-file';
import { secretContents } from '../secret-contents';
import { isPlaceholder, isRandom, secretInAddresses } from './address';
import { literalOf } from './variables';

/** A header by which a request is allowed. */
const HEADER = /authorization["']?\s*[:=]\s*["']?(?:(?:bearer|basic|token)\s+)?([\w.~+/=-]{16,})/gi;

/** A setting of npm among the words of a command. */
const NPM_OPTION = /:?_(?:authToken|auth|password)(?:=|\s+)["']?([^\s"']+)/g;

/** A variable that is called a secret, and its value. */
const VARIABLE = /(?:^|[\s"'])(?:[A-Za-z]\w*_)?(?:TOKEN|SECRET|PASSWORD|PASSWD|PRIVATE_KEY)=["']?([^\s"']+)/gi;

/**
 * Kind of secret in a command or in the value of a variable, as which it would be in the image and its history;
 * undefined where none does.
 */
export function secretInWords(text: string): string | undefined {
  return secretContents(text) ?? secretInAddresses(text, false) ?? secretInHeader(text);
}

/** The same in a script, where variables are set, too. */
export function secretInScript(text: string): string | undefined {
  const variables = [...text.matchAll(VARIABLE)].filter(([whole, value]) =>
    !isPublicVariable(whole.trim().replace(/^["']/, '')) && isRandom(value) && !/^[./]|:\/\/|^pk[._]/.test(value));
  return secretInWords(text) ?? (variables.length > 0 ? 'secret' : undefined);
}

function secretInHeader(text: string): string | undefined {
  const literal = literalOf(text);
  if ([...literal.matchAll(HEADER)].some(([, value]) => !isPlaceholder(value))) return 'token in a header';
  return [...literal.matchAll(NPM_OPTION)].some(([, value]) => !isPlaceholder(value) && !/^\$\w+$/.test(value)) ? 'token of a registry' : undefined;
}
