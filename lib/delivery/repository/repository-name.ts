import { Token } from 'aws-cdk-lib';
import { DeliveryError } from '../../context/delivery-error';

/** Names that ECR accepts for a repository: words of lowercase letters and digits, each joined by one `.`, `_`, `-` or `/`. */
const NAME = /^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/;

/** Refuses a name that ECR would refuse while deploying. What is known only then is passed through. */
export function requireRepositoryName(name: string | undefined): void {
  if (name === undefined || Token.isUnresolved(name)) return;
  if (name.length < 2 || name.length > 256 || !NAME.test(name)) {
    throw new DeliveryError('repositoryName must be 2 to 256 lowercase letters and digits, with single ".", "_", "-" and "/" between them, '
      + `received ${JSON.stringify(name)}`);
  }
}
