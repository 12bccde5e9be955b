import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { DeliveryError } from '../../context/delivery-error';
import { BUILD_SECRET_OPTIONS } from '../../image/build-secret';
import { BuildSecret, BuildSecretOptions } from '../../image/index';
import { requireProps, shape, TEXT } from '../../props/index';

/** Options of a build secret that AWS Secrets Manager keeps. */
export interface SecretsManagerBuildSecretOptions extends BuildSecretOptions {
  /**
   * The field, where the secret is a JSON object.
   *
   * @default - the whole secret
   */
  readonly jsonField?: string;
}

export const SECRETS_MANAGER_BUILD_SECRET_OPTIONS = shape<SecretsManagerBuildSecretOptions>('SecretsManagerBuildSecretOptions', {
  ...BUILD_SECRET_OPTIONS.kinds,
  jsonField: TEXT,
});

/**
 * A build secret that AWS keeps. It is fetched while the image is built, by CodeBuild or by the machine that runs
 * `cdk deploy`, and never written anywhere.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
 * import { AwsBuildSecret, NodejsImageBuild } from 'cdk-nodejs-image';
 *
 * declare const stack: Stack;
 * const secret = Secret.fromSecretNameV2(stack, 'Npm', 'team/npm');
 * new NodejsImageBuild(stack, 'Api', {
 *   directory: 'examples/two-stage-demo',
 *   buildSecrets: [AwsBuildSecret.secretsManager('NPM_TOKEN', secret, { jsonField: 'token' })],
 * });
 */
export class AwsBuildSecret extends BuildSecret {
  /**
   * A secret of AWS Secrets Manager, as an environment variable of the build.
   *
   * @param variable Such as `NPM_TOKEN`, as `.npmrc` reads it by `${NPM_TOKEN}`.
   * @throws if it is no name of a variable, or `jsonField` no name of a field
   */
  public static secretsManager(variable: string, secret: secretsmanager.ISecret, options: SecretsManagerBuildSecretOptions = {}): AwsBuildSecret {
    requireProps('AwsBuildSecret.secretsManager()', options, SECRETS_MANAGER_BUILD_SECRET_OPTIONS, DeliveryError);
    const { jsonField } = options;
    if (jsonField !== undefined && !/^[A-Za-z0-9_./+=@-]+$/.test(jsonField)) {
      throw new DeliveryError(`jsonField must be letters, digits and "_./+=@-", received ${JSON.stringify(jsonField)}`);
    }
    return new AwsBuildSecret(variable, options, secret, undefined, jsonField);
  }

  /**
   * A parameter of AWS Systems Manager, as an environment variable of the build.
   *
   * @param variable Such as `NPM_TOKEN`, as `.npmrc` reads it by `${NPM_TOKEN}`.
   * @throws if it is no name of a variable
   */
  public static ssmParameter(variable: string, parameter: ssm.IParameter, options: BuildSecretOptions = {}): AwsBuildSecret {
    requireProps('AwsBuildSecret.ssmParameter()', options, BUILD_SECRET_OPTIONS, DeliveryError);
    return new AwsBuildSecret(variable, options, undefined, parameter);
  }

  private constructor(
    variable: string,
    options: BuildSecretOptions,
    /** The secret, where Secrets Manager keeps it. */
    public readonly secret?: secretsmanager.ISecret,
    /** The parameter, where Systems Manager keeps it. */
    public readonly parameter?: ssm.IParameter,
    /** The field of the secret, where it is a JSON object. */
    public readonly jsonField?: string) {
    const { id, source } = BuildSecret.environment(variable);
    super(id, source, options, variable);
  }
}
