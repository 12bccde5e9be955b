import { KeyObject } from 'crypto';
import { libraries } from '../libraries';

/*
 * ECDSA of a digest on P-256: Node.js hashes whatever it signs by such a key, and KMS is given what is hashed.
 */

/** Signature of a digest, as DER. */
export function signDigest(key: KeyObject, digest: Buffer): Buffer {
  return Buffer.from(libraries().p256.sign(digest, privateBytes(key), { prehash: false }).toBytes('der'));
}

/** True if a signature is one of a digest by this key. */
export function verifyDigest(key: KeyObject, digest: Buffer, signature: Buffer): boolean {
  const { p256 } = libraries();
  try {
    // half of the signatures that others make have the larger of two numbers that are as good
    return p256.verify(signature, digest, p256.getPublicKey(privateBytes(key)), { prehash: false, lowS: false, format: 'der' });
  } catch {
    return false; // it is no signature at all
  }
}

function privateBytes(key: KeyObject): Uint8Array {
  return Buffer.from(key.export({ format: 'jwk' }).d!, 'base64url');
}
