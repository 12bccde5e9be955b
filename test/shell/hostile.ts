import * as fc from 'fast-check';

/** Where one of them is run, a file is there. */
export const PIECES = [
  ...['$(touch pwned)', '`touch pwned`', '; touch pwned', '\ntouch pwned\n', '&& touch pwned', '| touch pwned', '\' ; touch pwned ; \'', '" ; touch pwned ; "'],
  '${HOME}', '$HOME', '\\', '\'', '"', ' ', '\t', '\n',
  '*', '?', '[a]', '~', '{a,b}', '-', '--help', '--debug', '=', ',', '%s', '%n', '#', '!', '<', '>', '&', 'é', '漢', '😀', '\u0001', '\u007f', '\u2028', 'a', '0', 'END_OF_PROGRAM', '@', ':', '/',
];

/** Texts of several of them. */
export const hostile = textsOf(PIECES);

/** What somebody else wrote, and is shown: an id, a reason, a URI. With it lines would be forged that look like ours. */
export const hostileReports = textsOf([
  ...PIECES, '\r', '\u001b[2J', 'nodejs-image: error: forged', 'nodejs-image: the findings are within the limits',
]);

function textsOf(pieces: readonly string[]): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 10 }).map(texts => texts.join(''));
}
