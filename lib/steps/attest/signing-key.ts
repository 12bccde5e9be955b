import { createHash } from 'crypto';
import { Signed, signedBytes } from '../../attestations/bundle';
import { StepFailure } from '../step';
import { AwsError } from '../world/aws';
import { wordsOf } from '../world/words-of';
import { World } from '../world/world';

const SPEC = 'ECC_NIST_P256';

/** A key of KMS, whose private half never leaves it. */
export class SigningKey {
  private readonly region: string;

  constructor(private readonly world: World, private readonly arn: string) {
    this.region = arn.split(':')[3] ?? '';
  }

  /**
   * By what a verifier may know the key: the SHA-256 of its public half.
   *
   * @throws StepFailure if the key is of another kind
   */
  public async hint(): Promise<string> {
    const { KeySpec, CustomerMasterKeySpec, PublicKey } = await this.call('GetPublicKey', {}, `cannot read the public key of ${this.arn}`);
    const spec = KeySpec ?? CustomerMasterKeySpec;
    if (spec !== SPEC) {
      throw new StepFailure(`the key ${this.arn} must be an ${SPEC} key for signing, received ${spec}`);
    }
    return createHash('sha256').update(PublicKey).digest('base64');
  }

  /** The signature of a statement. */
  public async sign(payload: Buffer): Promise<Buffer> {
    const { Signature } = await this.call('Sign', messageOf(payload), `cannot sign with ${this.arn}`);
    return Buffer.from(Signature);
  }

  /** True if a signature is one by this key. */
  public async verifies({ payload, signature }: Signed): Promise<boolean> {
    try {
      const { SignatureValid } = await this.ask('Verify', { ...messageOf(payload), Signature: signature });
      return SignatureValid === true;
    } catch (error) {
      if (error instanceof AwsError) return false; // what cannot be verified is signed again
      throw error;
    }
  }

  private async call(operation: string, input: object, reason: string): Promise<any> {
    try {
      return await this.ask(operation, input);
    } catch (error) {
      throw new StepFailure(reason, wordsOf(error));
    }
  }

  private ask(operation: string, input: object): Promise<any> {
    return this.world.aws.call('kms', operation, { KeyId: this.arn, ...input }, { region: this.region });
  }
}

/** KMS takes no more than 4,096 bytes, and a list of what is in an image has more: it gets the digest. */
function messageOf(payload: Buffer): object {
  return { Message: createHash('sha256').update(signedBytes(payload)).digest(), MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' };
}
