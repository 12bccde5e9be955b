import { Token } from 'aws-cdk-lib';
import { BuildEnvironmentVariable } from 'aws-cdk-lib/aws-codebuild';
import { DeliveryError } from '../../context/delivery-error';

/**
 * Most characters that all variables of a build may have together.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
export const MOST_CHARACTERS = 5_500;

/** Refuses variables that CodeBuild would refuse at the first build, as far as they are known now. */
export function requireVariablesFit(path: string, variables: { readonly [name: string]: BuildEnvironmentVariable } = {}): void {
  const sizeOf = (value: unknown) => Token.isUnresolved(value) ? 0 : String(value).length;
  const sizes = Object.entries(variables).map(([name, { value }]): [string, number] => [name, name.length + sizeOf(value)]);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  if (total > MOST_CHARACTERS) {
    const [[longest, size]] = sizes.sort(([, a], [, b]) => b - a);
    throw new DeliveryError(`the variables of the build ${path} must have at most ${MOST_CHARACTERS} characters in all, which is what CodeBuild takes, received ${total}, `
      + `of which ${longest} has ${size}; give fewer or shorter values by "environmentVariables", "buildArgs" or "tags"`);
  }
}
