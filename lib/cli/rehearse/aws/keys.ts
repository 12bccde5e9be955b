import { generateKeyPairSync, KeyObject } from 'crypto';
import { signDigest, verifyDigest } from './digest-signature';
import { Refusal } from './refusal';

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const SPEC = 'ECC_NIST_P256';

/** Keys of KMS: made when they are first asked for, and gone after the rehearsal. */
export class Keys {
  private readonly pairs = new Map<string, KeyPair>();

  /** @param specOf Kind of a key in its template, by its ARN; undefined where no template has it. */
  constructor(private readonly specOf: (arn: string) => string | undefined) {
  }

  public call(operation: string, { KeyId, Message, MessageType, Signature }: any): object {
    const spec = this.specOf(KeyId) ?? SPEC;
    const { publicKey, privateKey } = this.pair(KeyId);
    if (operation === 'GetPublicKey') {
      return { KeyId, KeySpec: spec, KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: ['ECDSA_SHA_256'], PublicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') };
    }
    if (spec !== SPEC || MessageType !== 'DIGEST') throw new Refusal('UnsupportedOperationException', `a rehearsal signs digests by ${SPEC} alone`);
    const digest = Buffer.from(Message, 'base64');
    if (operation === 'Sign') {
      return { KeyId, SigningAlgorithm: 'ECDSA_SHA_256', Signature: signDigest(privateKey, digest).toString('base64') };
    }
    if (operation !== 'Verify') throw new Refusal('UnsupportedOperationException', `a rehearsal does not know ${operation} of KMS`);
    if (!verifyDigest(privateKey, digest, Buffer.from(Signature, 'base64'))) throw new Refusal('KMSInvalidSignatureException', '');
    return { KeyId, SignatureValid: true, SigningAlgorithm: 'ECDSA_SHA_256' };
  }

  private pair(arn: string): KeyPair {
    const known = this.pairs.get(arn) ?? generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    this.pairs.set(arn, known);
    return known;
  }
}
