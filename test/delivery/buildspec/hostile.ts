import * as fc from 'fast-check';

/** Where one of them is run, a file is there. */
export const PIECES = [
  ...['$(touch pwned)', '`touch pwned`', '; touch pwned', '\ntouch pwned\n', '&& touch pwned', '| touch pwned', '\' ; touch pwned ; \'', '" ; touch pwned ; "'],
  '${HOME}', '$HOME', '\\', '\'', '"', ' ', '\t', '\n',
  '*', '?', '[a]', '~', '{a,b}', '-', '--help', '=', ',', '%s', '%n', '#', '!', '<', '>', '&', 'é', '漢', '😀', '\u0001', '\u007f', '\u2028', 'a', '0', 'END_OF_PROGRAM', '@', ':', '/',
];

/** Texts of several of them. */
export const hostile = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 10 }).map(pieces => pieces.join(''));
