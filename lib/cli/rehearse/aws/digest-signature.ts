import { createECDH, ECDH, KeyObject, randomBytes } from 'crypto';

/** The order of the curve P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/*
 * ECDSA of a digest on P-256. Node.js hashes whatever it signs by such a key, and KMS is given what is hashed. Of the curve only
 * multiples of its generator are needed, which are public keys: who verifies has the private key, too.
 *
 * @see https://nvlpubs.nist.gov/nistpubs/FIPS/NIST.FIPS.186-5.pdf section 6.4
 */

/** Signature of a digest, as DER. */
export function signDigest(key: KeyObject, digest: Buffer): Buffer {
  for (;;) {
    const nonce = modulo(numberOf(randomBytes(40)), ORDER - 1n) + 1n;
    const r = abscissa(nonce);
    const s = modulo(inverse(nonce) * (numberOf(digest) + r * privateNumber(key)), ORDER);
    if (r !== 0n && s !== 0n) return sequence(r, s);
  }
}

/** True if a signature is one of a digest by this key. */
export function verifyDigest(key: KeyObject, digest: Buffer, signature: Buffer): boolean {
  const [r, s] = parts(signature);
  if (r === undefined || s === undefined || [r, s].some(number => number <= 0n || number >= ORDER)) return false;
  const scalar = modulo(inverse(s) * (numberOf(digest) + r * privateNumber(key)), ORDER);
  return scalar !== 0n && abscissa(scalar) === r;
}

/** The first coordinate of a multiple of the generator. */
function abscissa(scalar: bigint): bigint {
  const point: ECDH = createECDH('prime256v1');
  point.setPrivateKey(bytesOf(scalar));
  return modulo(numberOf(point.getPublicKey().subarray(1, 33)), ORDER);
}

function privateNumber(key: KeyObject): bigint {
  return numberOf(Buffer.from(key.export({ format: 'jwk' }).d!, 'base64url'));
}

/** By the little theorem of Fermat: the order is a prime. */
function inverse(number: bigint): bigint {
  let [result, base] = [1n, modulo(number, ORDER)];
  for (let exponent = ORDER - 2n; exponent > 0n; exponent /= 2n) {
    if (exponent % 2n === 1n) result = modulo(result * base, ORDER);
    base = modulo(base * base, ORDER);
  }
  return result;
}

function sequence(...numbers: readonly bigint[]): Buffer {
  const integers = Buffer.concat(numbers.map(number => {
    const bytes = bytesOf(number);
    const start = bytes.findIndex(byte => byte !== 0);
    const short = bytes.subarray(start);
    const positive = short[0] >= 0x80 ? Buffer.concat([Buffer.of(0), short]) : short;
    return Buffer.concat([Buffer.of(0x02, positive.length), positive]);
  }));
  return Buffer.concat([Buffer.of(0x30, integers.length), integers]);
}

function parts(signature: Buffer): Array<bigint | undefined> {
  if (signature[0] !== 0x30 || signature[1] !== signature.length - 2) return [];
  const first = signature.subarray(4, 4 + signature[3]);
  const second = signature.subarray(6 + signature[3], 6 + signature[3] + signature[5 + signature[3]]);
  return [first, second].map(bytes => bytes.length > 0 && bytes.length <= 33 ? numberOf(bytes) : undefined);
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
}

function bytesOf(number: bigint): Buffer {
  return Buffer.from(number.toString(16).padStart(64, '0'), 'hex');
}

function modulo(number: bigint, by: bigint): bigint {
  return ((number % by) + by) % by;
}
