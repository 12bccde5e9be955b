import { BUNDLE_V03_MEDIA_TYPE, bundleFromJSON, bundleToJSON, isBundleWithDsseEnvelope } from '@sigstore/bundle';
import { dsse } from '@sigstore/core';
import { PAYLOAD_TYPE } from './predicate-types';

/** A statement, and its signature. */
export interface Signed {
  readonly payload: Buffer;
  readonly signature: Buffer;
}

/** Bytes that are signed: the type and the statement, each with its length. */
export function signedBytes(payload: Buffer): Buffer {
  return dsse.preAuthEncoding(PAYLOAD_TYPE, payload);
}

/** A bundle as it is attached: who verifies it has the key. */
export function bundleOf({ payload, signature }: Signed, keyHint: string): Buffer<ArrayBuffer> {
  return Buffer.from(JSON.stringify(bundleToJSON({
    mediaType: BUNDLE_V03_MEDIA_TYPE,
    verificationMaterial: { content: { $case: 'publicKey', publicKey: { hint: keyHint } }, tlogEntries: [], timestampVerificationData: undefined },
    content: {
      $case: 'dsseEnvelope',
      // an id of the key that a verifier does not make out of the key itself would let it pass over the signature
      dsseEnvelope: { payload, payloadType: PAYLOAD_TYPE, signatures: [{ sig: signature, keyid: '' }] },
    },
  })));
}

/** Content of a bundle; undefined if the text is none, or one of another kind. */
export function signedIn(text: string): Signed | undefined {
  try {
    const bundle = bundleFromJSON(JSON.parse(text));
    if (!isBundleWithDsseEnvelope(bundle) || bundle.content.dsseEnvelope.payloadType !== PAYLOAD_TYPE) return undefined;
    const { payload, signatures: [{ sig }] } = bundle.content.dsseEnvelope;
    return { payload, signature: sig };
  } catch {
    return undefined;
  }
}
