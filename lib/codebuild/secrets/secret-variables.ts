import { BuildEnvironmentVariable, BuildEnvironmentVariableType } from 'aws-cdk-lib/aws-codebuild';
import { IGrantable } from 'aws-cdk-lib/aws-iam';
import { DeliveryError } from '../../context/delivery-error';
import { BuildSecret } from '../../image/index';
import { AwsBuildSecret } from './aws-build-secret';

/** Secrets of a build in CodeBuild. */
export interface SecretVariables {
  /** Variables that CodeBuild fetches. */
  readonly variables: { [name: string]: BuildEnvironmentVariable };
  /** Flags of `docker build --secret`, for each. */
  readonly flags: readonly string[];
}

/** How the secrets of an image reach a build in CodeBuild: by variables that hold none of the names the build itself uses. */
export function secretVariables(secrets: readonly BuildSecret[], own: { readonly [name: string]: unknown }): SecretVariables {
  const variables: { [name: string]: BuildEnvironmentVariable } = {};
  const flags = secrets.map((secret, index) => {
    if (!(secret instanceof AwsBuildSecret)) {
      return given(secret, own);
    }
    variables[`BUILD_SECRET_${index}`] = variableOf(secret);
    return `id=${secret.id},env=BUILD_SECRET_${index}`;
  });
  return { variables, flags };
}

/** Allows a build to read its secrets. */
export function grantSecrets(secrets: readonly BuildSecret[], grantee: IGrantable): void {
  for (const secret of secrets) {
    if (secret instanceof AwsBuildSecret) {
      (secret.secret ?? secret.parameter!).grantRead(grantee);
    }
  }
}

function variableOf({ secret, parameter, jsonField }: AwsBuildSecret): BuildEnvironmentVariable {
  return secret
    ? { type: BuildEnvironmentVariableType.SECRETS_MANAGER, value: jsonField === undefined ? secret.secretArn : `${secret.secretArn}:${jsonField}` }
    : { type: BuildEnvironmentVariableType.PARAMETER_STORE, value: parameter!.parameterName };
}

/** A variable or a file that has to be there where the build runs, which is not where it is synthesized. */
function given(secret: BuildSecret, own: { readonly [name: string]: unknown }): string {
  const { id, source, variable } = secret;
  if (variable !== undefined && !(variable in own)) {
    throw new DeliveryError(`the build secret ${JSON.stringify(id)} is a variable of the environment that the image is built in, which CodeBuild does not have; `
      + 'give it by "environmentVariables", or keep it in AWS and use AwsBuildSecret');
  }
  if (variable === undefined && !source.startsWith('type=file,src=/')) {
    throw new DeliveryError(`the build secret ${JSON.stringify(id)} is a file of the machine that builds, which is CodeBuild's, received ${JSON.stringify(source)}; `
      + 'give its absolute path in "buildImage", or keep it in AWS and use AwsBuildSecret');
  }
  return `id=${id},${source}`;
}
