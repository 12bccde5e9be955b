import { Duration } from 'aws-cdk-lib';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { ImageAdmission } from '../../admission/image-admission';
import { durationIn, foreign, instanceOf, listOf, shape, TEXT } from '../../props/index';

/** Options that all deployments have in common. */
export interface DeploymentOptions {
  /**
   * The name of the action in the pipeline: 1 to 90 letters, digits, `.`, `@`, `-` and `_`.
   *
   * @default - the kind of the target, such as `Ecs`, and the id of its construct
   */
  readonly name?: string;

  /**
   * How long the service may take, until the deployment has failed: from a minute to eight hours, with `role` to one.
   *
   * @default Duration.minutes(30)
   */
  readonly timeout?: Duration;

  /**
   * A role that is taken for the deployment, such as one of another account. It must let itself be taken by the pipeline's
   * account, and AWS gives it for an hour at most. A role of this app is allowed what the deployment does; another must be
   * already.
   *
   * @default - the role of the step
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
   */
  readonly role?: IRole;
}

/** Options of a deployment to ECS. */
export interface EcsDeploymentOptions extends DeploymentOptions {
  /**
   * The container that runs the image.
   *
   * @default - the only one of the task definition; where there are several, the deployment fails
   */
  readonly containerName?: string;

  /**
   * The roles of the task definition, the task role and the execution role. The deployment registers a revision with them
   * and has to be allowed to hand them on; the execution role is allowed to pull the image.
   *
   * @default - those of a service of this app; needed for a service that was imported
   */
  readonly taskRoles?: IRole[];

  /**
   * The admission that ECS asks before it starts tasks with an image, whoever deploys it: `protect(service)` of it is called. Without it, this
   * deployment alone demands what the environment does. The service has to be one of this app that ECS deploys by itself.
   *
   * @default - ECS asks nobody
   */
  readonly admission?: ImageAdmission;
}

/** Options of a deployment to Lambda. */
export interface LambdaDeploymentOptions extends DeploymentOptions {
  /**
   * The alias that is moved to the new version.
   *
   * @default - none is moved
   */
  readonly aliasName?: string;
}

/** Options of a deployment to App Runner. */
export interface AppRunnerDeploymentOptions extends DeploymentOptions {
  /**
   * The role by which the service pulls images. The deployment has to be allowed to hand it on, and the role is allowed to
   * pull the image.
   *
   * @default - the service has none
   */
  readonly accessRole?: IRole;
}

export const DEPLOYMENT_OPTIONS = shape<DeploymentOptions>('DeploymentOptions', {
  name: TEXT,
  timeout: durationIn('minutes'),
  role: foreign('IRole'),
});

export const ECS_DEPLOYMENT_OPTIONS = shape<EcsDeploymentOptions>('EcsDeploymentOptions', {
  ...DEPLOYMENT_OPTIONS.kinds,
  containerName: TEXT,
  taskRoles: listOf(foreign('IRole')),
  admission: instanceOf('ImageAdmission', () => ImageAdmission, { example: 'new ImageAdmission(this, "Admission", { ... })' }),
});

export const LAMBDA_DEPLOYMENT_OPTIONS = shape<LambdaDeploymentOptions>('LambdaDeploymentOptions', {
  ...DEPLOYMENT_OPTIONS.kinds,
  aliasName: TEXT,
});

export const APP_RUNNER_DEPLOYMENT_OPTIONS = shape<AppRunnerDeploymentOptions>('AppRunnerDeploymentOptions', {
  ...DEPLOYMENT_OPTIONS.kinds,
  accessRole: foreign('IRole'),
});
