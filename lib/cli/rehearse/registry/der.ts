/** Types of ASN.1. */
export enum Asn1 {
  INTEGER = 0x02,
  BIT_STRING = 0x03,
  OCTET_STRING = 0x04,
  OBJECT_IDENTIFIER = 0x06,
  UTF8_STRING = 0x0c,
  UTC_TIME = 0x17,
  SEQUENCE = 0x30,
  SET = 0x31,
}

/** Value of ASN.1, by the rules of DER. */
export function der(type: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(type), lengthOf(content.length), content]);
}

/** Name of a kind of thing, as 1.2.840.10045.4.3.2. */
export function identifier(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number);
  return der(Asn1.OBJECT_IDENTIFIER, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(number: number): number[] {
  const digits = [number % 128];
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift(rest % 128 + 128);
  return digits;
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const bytes = length < 0x100 ? [length] : [Math.floor(length / 0x100), length % 0x100];
  return Buffer.of(0x80 + bytes.length, ...bytes);
}
