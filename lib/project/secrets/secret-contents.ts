/** Contents that are a secret whatever the file is called. */
interface SecretContents {
  readonly what: string;
  /** True if a text holds one; it is asked only about texts with a hint. */
  test(text: string): boolean;
}

/** Hint that every text with a secret holds, by which most texts need no closer look. */
const HINT = /PRIVATE KEY|service_account|AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|npm_|dckr_pat_|_auth|_password/;

/** Before the base64 of a key come line breaks, as they are or escaped, quotes of a string in pieces, and headers. */
const PEM_GAP = '(?:\\\\[rn]|[\\s"\'`+,|>]|(?:Proc-Type|DEK-Info|Version|Comment|Charset|Hash):[^\\n\\\\]*)*';

/** A key in whatever else: a name of a format in a source is none, so that a line of base64 has to follow. */
const KEY_IN_TEXT = new RegExp(`-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----${PEM_GAP}[A-Za-z0-9+/=]{40,}`);

/** A file that is nothing but keys and certificates, perhaps with lines about them. */
const PEM_FILE = /^\s*(?:Bag Attributes|-----BEGIN )/;
const PRIVATE_BLOCK = /^-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/m;

/** Blocks of PEM that are public. */
const PUBLIC_BLOCK = /^(?:TRUSTED |X509 )?(?:CERTIFICATE|CRL|(?:[A-Z0-9]+ )?PUBLIC KEY|(?:DH|EC|DSA) PARAMETERS|PKCS7|CERTIFICATE REQUEST)$/;

/** The key that AWS prints in its documentation, and its like. */
const EXAMPLE_KEY = /EXAMPLE(?:KEY)?$/;

/** Registries and hosts of sources whose tokens have a shape of their own. */
const TOKENS = /(?<![A-Za-z0-9_-])(?:gh[pousr]_([A-Za-z0-9]{36})|github_pat_([A-Za-z0-9]{22}_[A-Za-z0-9]{59})|glpat-([A-Za-z0-9_-]{20}|[A-Za-z0-9_-]{27,300}\.[a-z0-9]{2}\.?[a-z0-9]{7})|npm_([A-Za-z0-9]{36})|dckr_pat_([A-Za-z0-9_-]{27}))(?![A-Za-z0-9_-])/g;

const CONTENTS: readonly SecretContents[] = [
  { what: 'a private key', test: text => KEY_IN_TEXT.test(text) || (PEM_FILE.test(text) && PRIVATE_BLOCK.test(text)) },
  {
    what: 'the key of a service account',
    test: text => /"type"\s*:\s*"service_account"/.test(text) && /"private_key"\s*:\s*"[^"]/.test(text),
  },
  {
    what: 'an access key of AWS with its secret',
    test: text => found(/(?<![A-Z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Z0-9])/g, text).some(([id]) => !EXAMPLE_KEY.test(id))
      && found(/secret_?-?access_?-?key["']?\s*(?:=>|[:=])\s*["'`]?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi, text).some(([, key]) => !EXAMPLE_KEY.test(key)),
  },
  // a row of one character stands for a token in documentation
  { what: 'an access token', test: text => found(TOKENS, text).some(match => !/^(.)\1*$/.test(match.slice(1).find(body => body !== undefined)!)) },
  // of a registry, in the settings of npm; `${NAME}` is none
  { what: 'a token of a registry', test: text => /^\s*["']?\/\/[^\s=]+:(?:_authToken|_auth|_password)["']?\s*=\s*["']?(?!\s|["']|(?:\$\{[^}:-]+(?::?-)?\}:?)+["']?\s*$)/m.test(text) },
];

/** How much of a file is looked at: a secret is short, and nobody reads a megabyte around it. */
export const MOST_READ = 1024 * 1024;

/** Kind of secret that a file holds, by its contents; undefined where none is seen. */
export function secretContents(content: Buffer | string): string | undefined {
  const text = textOf(content);
  return text !== undefined && HINT.test(text) ? CONTENTS.find(({ test }) => test(text))?.what : undefined;
}

/** The text of a file as far as it is looked at, undefined where it is none. */
export function textOf(content: Buffer | string): string | undefined {
  if (typeof content === 'string') return content.slice(0, 8000).includes('\0') ? undefined : content.slice(0, MOST_READ);
  return content.subarray(0, 8000).includes(0) ? undefined : content.toString('latin1', 0, MOST_READ);
}

/** True if a file is PEM with nothing but what is public, such as the certificates of authorities. */
export function isPublicPem(content: string): boolean {
  const blocks = found(/-----BEGIN ([A-Z0-9 ]+)-----/g, content).map(([, kind]) => kind);
  return blocks.length > 0 && blocks.every(kind => PUBLIC_BLOCK.test(kind)) && !content.includes('PRIVATE KEY');
}

function found(expression: RegExp, text: string): RegExpMatchArray[] {
  return [...text.matchAll(expression)];
}
