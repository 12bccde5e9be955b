import { Annotations } from 'aws-cdk-lib';
import { BuildEnvironmentVariable, BuildEnvironmentVariableType } from 'aws-cdk-lib/aws-codebuild';
import { Construct } from 'constructs';
import { BuildSecret } from '../image/index';
import { PipelineError } from './pipeline-error';

/** Those of the secrets that builds of pull requests get. */
export function secretsNamed(ids: readonly string[], secrets: readonly BuildSecret[]): BuildSecret[] {
  const unknown = ids.find(id => !secrets.some(secret => secret.id === id));
  if (unknown !== undefined) {
    const known = secrets.map(({ id }) => id).join(', ') || 'none';
    throw new PipelineError(`pullRequestSecrets must be ids of "buildSecrets", received ${JSON.stringify(unknown)}; there are ${known}`);
  }
  return secrets.filter(({ id }) => ids.includes(id));
}

/** Variables without those that hold a secret: what CodeBuild fetches, and what a secret that is withheld is read from. */
export function pullRequestVariables(
  variables: { readonly [name: string]: BuildEnvironmentVariable }, secrets: readonly BuildSecret[], allowed: readonly BuildSecret[],
): { [name: string]: BuildEnvironmentVariable } {
  const named = allowed.map(({ source }) => source);
  const sourceOf = (name: string) => `type=env,env=${name}`;
  const withheld = secrets.map(({ source }) => source).filter(source => !named.includes(source));
  return Object.fromEntries(Object.entries(variables).filter(([name, { type = BuildEnvironmentVariableType.PLAINTEXT }]) =>
    named.includes(sourceOf(name)) || type === BuildEnvironmentVariableType.PLAINTEXT && !withheld.includes(sourceOf(name))));
}

/** Warns of secrets that builds of pull requests do not get, where nobody has said so. */
export function warnOfWithheld(scope: Construct, withheld: readonly string[]): void {
  if (withheld.length === 0) return;
  Annotations.of(scope).addWarningV2('cdk-nodejs-image:pull-request-secrets', `builds of pull requests get none of the build secrets (${withheld.join(', ')}), `
    + 'because whoever opens one could have them printed: name those that they may have in "pullRequestSecrets", or set it to [] if they need none');
}
