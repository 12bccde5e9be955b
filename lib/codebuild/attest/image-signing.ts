import { IKey } from 'aws-cdk-lib/aws-kms';
import { instanceOf } from '../../props/index';

/**
 * With what an image and what is attested of it are signed.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
 * import { ImageSigning } from 'cdk-nodejs-image';
 *
 * declare const stack: Stack;
 * const key = new Key(stack, 'Key', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY });
 * const signing = ImageSigning.cosign(key);
 */
export class ImageSigning {
  /**
   * Signatures that `cosign verify` takes, by a key of KMS: an asymmetric one for signing, of the curve
   * `ECC_NIST_P256`. The private key never leaves KMS, and nothing goes to a public log.
   *
   * @see https://docs.sigstore.dev/cosign/key_management/overview/
   */
  public static cosign(key: IKey): ImageSigning {
    return new ImageSigning(key);
  }

  /** The key. */
  public readonly key: IKey;

  private constructor(key: IKey) {
    this.key = key;
  }
}

export const IMAGE_SIGNING = instanceOf('ImageSigning', () => ImageSigning, { example: 'ImageSigning.cosign(key)' });
