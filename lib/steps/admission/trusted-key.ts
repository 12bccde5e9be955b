import { StepFailure } from '../step';
import { Aws } from '../world/aws';
import { wordsOf } from '../world/words-of';

/**
 * The public half of a key of KMS, in PEM.
 *
 * @throws StepFailure if KMS does not give it
 */
export async function publicKeyOf(aws: Aws, arn: string): Promise<string> {
  try {
    const { PublicKey } = await aws.call('kms', 'GetPublicKey', { KeyId: arn }, { region: arn.split(':')[3] });
    return `-----BEGIN PUBLIC KEY-----\n${Buffer.from(PublicKey).toString('base64')}\n-----END PUBLIC KEY-----\n`;
  } catch (error) {
    throw new StepFailure(`cannot read the public key of ${arn}`, wordsOf(error));
  }
}
