import { createPublicKey } from 'crypto';
import { Token } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { AdmissionError } from './admission-error';

/** The key by which statements on images are signed. */
export class AdmissionKey {
  /**
   * A key of KMS, such as the one of `ImageSigning.cosign()`. Its public half is read when an image is looked at; a key of
   * another account has to allow `kms:GetPublicKey` by its own policy.
   */
  public static kms(key: IKey): AdmissionKey {
    return new AdmissionKey(key);
  }

  /**
   * A public key, for where KMS cannot be asked. `aws kms get-public-key` gives it as base64 of DER.
   *
   * @param pem As text that begins with `-----BEGIN PUBLIC KEY-----`, of the curve P-256.
   * @throws if it is no such key
   */
  public static publicKey(pem: string): AdmissionKey {
    if (Token.isUnresolved(pem) || curveOf(pem) !== 'prime256v1') {
      throw new AdmissionError(`AdmissionKey.publicKey() takes a public key of the curve P-256 in PEM, received ${JSON.stringify(Token.isUnresolved(pem) ? '<token>' : pem.slice(0, 30))}; write the text itself, or use AdmissionKey.kms(key)`);
    }
    return new AdmissionKey(undefined, `${pem.trim()}\n`);
  }

  private constructor(
    /** @internal */
    public readonly _key?: IKey,
    /** @internal */
    public readonly _pem?: string) {
  }
}

function curveOf(pem: string): string | undefined {
  try {
    return pem.includes('PRIVATE') ? undefined : createPublicKey(pem).asymmetricKeyDetails?.namedCurve;
  } catch {
    return undefined;
  }
}
