import { Duration } from 'aws-cdk-lib';
import { IEcsDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { IBaseService } from 'aws-cdk-lib/aws-ecs';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { instanceOf, requireProps } from '../../props/index';
import { PipelineError } from '../pipeline-error';
import { appRunnerDeployment } from './app-runner-deployment';
import { DeploymentDefinition } from './deployment-definition';
import {
  APP_RUNNER_DEPLOYMENT_OPTIONS, AppRunnerDeploymentOptions, DeploymentOptions, ECS_DEPLOYMENT_OPTIONS, EcsDeploymentOptions,
  LAMBDA_DEPLOYMENT_OPTIONS, LambdaDeploymentOptions,
} from './deployment-options';
import { ecsCodeDeployDeployment, ecsDeployment } from './ecs-deployment';
import { lambdaDeployment } from './lambda-deployment';

/** Enough for a service of several tasks behind a load balancer. */
const DEFAULT_TIMEOUT = Duration.minutes(30);

/**
 * Target of a deployment: it runs an image, and is given the new one. Each waits until the service says that the new image runs; a deployment
 * that the service takes back has failed, with the reason that the service has.
 */
export class DeploymentTarget {
  /**
   * A service of ECS that deploys by itself: rolling, or by its own blue/green. Its circuit breaker and its alarms are
   * respected. All of the task definition stays but the image.
   *
   * @throws if an option is not what it may be, the service was imported and `taskRoles` is not given, or `admission` cannot
   * protect it
   */
  public static ecs(service: IBaseService, options: EcsDeploymentOptions = {}): DeploymentTarget {
    requireProps('DeploymentTarget.ecs()', options, ECS_DEPLOYMENT_OPTIONS, PipelineError);
    options.admission?.protect(service);
    return new DeploymentTarget(ecsDeployment(service, options, common('Ecs', service.node.id, options)));
  }

  /**
   * A service of ECS that CodeDeploy deploys, blue/green, as the deployment group says.
   *
   * @param service The service. Its deployment controller is CODE_DEPLOY.
   * @param deploymentGroup The deployment group of the service.
   * @throws as `ecs()` does; `admission` is refused, because CodeDeploy calls no hooks of ECS
   */
  public static ecsCodeDeploy(service: IBaseService, deploymentGroup: IEcsDeploymentGroup, options: EcsDeploymentOptions = {}): DeploymentTarget {
    requireProps('DeploymentTarget.ecsCodeDeploy()', options, ECS_DEPLOYMENT_OPTIONS, PipelineError);
    options.admission?.protect(service); // which says that CodeDeploy calls no hooks of ECS
    return new DeploymentTarget(ecsCodeDeployDeployment(service, deploymentGroup, options, common('CodeDeploy', service.node.id, options)));
  }

  /**
   * A function of Lambda that runs an image. Each deployment publishes a version.
   *
   * @throws if an option is not what it may be
   */
  public static lambda(lambdaFunction: IFunction, options: LambdaDeploymentOptions = {}): DeploymentTarget {
    requireProps('DeploymentTarget.lambda()', options, LAMBDA_DEPLOYMENT_OPTIONS, PipelineError);
    return new DeploymentTarget(lambdaDeployment(lambdaFunction, options, common('Lambda', lambdaFunction.node.id, options)));
  }

  /**
   * A service of App Runner that runs an image of ECR. App Runner takes no new customers since April 30, 2026.
   *
   * @param serviceArn The ARN of the service, such as `attrServiceArn` of a `CfnService`.
   * @throws if it is no such ARN, or an option is not what it may be
   */
  public static appRunner(serviceArn: string, options: AppRunnerDeploymentOptions = {}): DeploymentTarget {
    requireProps('DeploymentTarget.appRunner()', options, APP_RUNNER_DEPLOYMENT_OPTIONS, PipelineError);
    return new DeploymentTarget(appRunnerDeployment(serviceArn, options, common('AppRunner', '', options)));
  }

  /** @internal */
  public readonly _name: string;
  /** @internal */
  public readonly _definition: DeploymentDefinition;

  private constructor(definition: DeploymentDefinition) {
    this._definition = definition;
    this._name = definition.name;
  }
}

export const DEPLOYMENT_TARGET = instanceOf('DeploymentTarget', () => DeploymentTarget, { example: 'DeploymentTarget.ecs(service)' });

/** Properties that do not depend on the kind of the target. */
function common(kind: string, id: string, { name, timeout = DEFAULT_TIMEOUT, role }: DeploymentOptions): Pick<DeploymentDefinition, 'name' | 'timeout' | 'assumeRole'> {
  if (name !== undefined && !/^[A-Za-z0-9.@_-]{1,90}$/.test(name)) {
    throw new PipelineError(`the name of a deployment must be 1 to 90 letters, digits, ".", "@", "-" and "_", received ${JSON.stringify(name)}`);
  }
  const minutes = timeout.toMinutes({ integral: false });
  if (minutes < 1 || minutes > 480) {
    throw new PipelineError(`the timeout of a deployment must be from 1 minute to 8 hours, received ${timeout.toHumanString()}`);
  }
  if (role && minutes > 60) {
    throw new PipelineError(`the timeout of a deployment with a role must be 1 hour at most, since AWS gives the role no longer, received ${timeout.toHumanString()}`);
  }
  const own = [kind, id.replace(/[^A-Za-z0-9.@_-]/g, '-')].filter(part => part !== '').join('-').slice(0, 90);
  return { name: name ?? own, timeout, assumeRole: role };
}
