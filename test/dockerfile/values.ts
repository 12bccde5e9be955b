import * as fc from 'fast-check';

/** What has a meaning of its own somewhere between a Dockerfile, a shell, JSON, a pattern and a program. */
const TRAPS = [
  '"', '\'', '`', '\\', '$', '#', '!', '=', '-', '--', '<<', '<<EOF', '<<-EOF', '[', ']', '{', '}', '(', ')', '*', '?', '^', '|', '&', '&&', ';', '~', '%',
  '$x', '${x}', '${x:-y}', '$(x)', '$$', '\\$', '\\\\', '\\"', '\\n', '\\\n', '\\u0041', '"]', '["a"]', '--from=x', '# escape=`', '\nRUN x', '\n# x', ' \\', '/', ':',
];
const SPACES = [' ', '  ', '\t', '\n', '\r', '\r\n', '\u00a0', '\u2028', '\u2029', '\ufeff', '\v', '\f', '\u0085', '\u3000'];
const LETTERS = ['a', 'b', 'x', 'A', '0', '.', ',', '_', 'é', 'é', '漢', '😀', '👩‍👩‍👧', '\u202e'];
const CONTROLS = ['\0', '\u0001', '\u001b', '\u001f', '\u007f', '\u009f', '\ufffe', '\uffff', '\ufffd'];
const SURROGATES = ['\ud83d', '\ude00'];

/** Any text at all, with more of what is dangerous than chance would bring. */
export function anyText(): fc.Arbitrary<string> {
  return fc.oneof(text(SPACES, CONTROLS, SURROGATES), fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('', ...TRAPS, ...SPACES));
}

/** Text that fits on a line between quotes. */
export function quotable(): fc.Arbitrary<string> {
  return anyText().map(value => wellFormed(value.replace(/[\0\n\r]/g, '')));
}

/** Text that a program can receive. */
export function argument(): fc.Arbitrary<string> {
  return anyText().map(value => wellFormed(value.replace(/\0/g, '')));
}

/** The name of a file that a COPY can take: no separator, no control character, no backslash. */
export function fileName(): fc.Arbitrary<string> {
  return text([' ', '\u00a0', '\u3000'])
    // eslint-disable-next-line no-control-regex
    .map(value => wellFormed(value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\\/]/g, '')))
    .filter(value => value !== '' && value !== '.' && value !== '..' && Buffer.byteLength(value) < 200);
}

/** Whether a text has a UTF-8 form. */
export function isWellFormed(value: string): boolean {
  return wellFormed(value) === value;
}

/** The same values in every run. */
export function sample<T>(values: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(values, { seed: 20261121, numRuns: count });
}

function text(...more: string[][]): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...LETTERS, ...TRAPS, ' ', ...more.flat()), { maxLength: 8 }).map(parts => parts.join(''));
}

function wellFormed(value: string): string {
  return Buffer.from(value).toString() === value ? value : value.replace(/\p{Surrogate}/gu, '');
}
