import { createPublicKey, KeyObject, verify } from 'crypto';
import { signedBytes, signedIn } from '../bundle';
import { parseStatement, Subject } from '../statement';

/** A statement that a trusted key has signed, on the image that is meant. */
export interface TrustedStatement {
  readonly type: string;
  readonly predicate: unknown;
}

/** The keys whose statements count, and the image that they are on. */
export interface Trust {
  /** The public keys, in PEM. A statement is signed by one of them. */
  readonly publicKeys: readonly string[];
  /** The digest of the image that is to run. */
  readonly digest: string;
  /** The repositories that statements may name it in. */
  readonly repositories: readonly string[];
}

/** Of some bundles those statements that count. What is damaged, signed by another key, or on another image does not. */
export function trustedStatements(bundles: readonly string[], { publicKeys, digest, repositories }: Trust): TrustedStatement[] {
  const keys = publicKeys.map(pem => createPublicKey(pem));
  return bundles.flatMap(bundle => {
    const signed = signedIn(bundle);
    if (!signed || !keys.some(key => isSignedBy(key, signedBytes(signed.payload), signed.signature))) return [];
    const statement = parseStatement(signed.payload.toString('utf8'));
    const isMeant = ({ name, digest: { sha256 } }: Subject) => repositories.includes(name) && `sha256:${sha256}` === digest;
    return statement?.subjects.some(isMeant) ? [statement] : [];
  });
}

function isSignedBy(key: KeyObject, bytes: Buffer, signature: Buffer): boolean {
  try {
    return verify('sha256', bytes, key, signature);
  } catch {
    return false; // what is no signature at all
  }
}
