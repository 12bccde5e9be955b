import { Annotations, Arn, ArnFormat, Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { PipelineError } from '../pipeline-error';
import { DeploymentDefinition } from './deployment-definition';
import { AppRunnerDeploymentOptions } from './deployment-options';
import { grantPassing } from './grant-passing';

/** @see https://docs.aws.amazon.com/apprunner/latest/dg/apprunner-availability-change.html */
const CLOSED = '2026-04-30';

/**
 * By App Runner's own update of a service.
 *
 * @see https://docs.aws.amazon.com/apprunner/latest/api/API_OperationSummary.html
 */
export function appRunnerDeployment(serviceArn: string, { accessRole }: AppRunnerDeploymentOptions, common: Pick<DeploymentDefinition, 'name' | 'timeout' | 'assumeRole'>): DeploymentDefinition {
  if (!Token.isUnresolved(serviceArn) && !/^arn:[^:]+:apprunner:[^:]+:[0-9]{12}:service\/[^/]+\/[^/]+$/.test(serviceArn)) {
    throw new PipelineError(`DeploymentTarget.appRunner() takes the ARN of a service, received ${JSON.stringify(serviceArn)}`);
  }
  return {
    ...common,
    target: 'app-runner',
    region: Arn.split(serviceArn, ArnFormat.SLASH_RESOURCE_SLASH_RESOURCE_NAME).region!,
    variables: { SERVICE_ARN: serviceArn },
    grant: (deployer, scope, repository) => {
      Annotations.of(scope).addWarningV2('cdk-nodejs-image:app-runner-closed', `App Runner takes no new customers since ${CLOSED}: an account that had no service by then cannot make one. `
        + 'Services that are there run on; AWS names Amazon ECS Express Mode for new ones, which DeploymentTarget.ecs() deploys to');
      deployer.addToPrincipalPolicy(new PolicyStatement({
        actions: ['apprunner:DescribeService', 'apprunner:UpdateService', 'apprunner:ListOperations'], resources: [serviceArn],
      }));
      grantPassing(deployer, accessRole ? [accessRole] : [], 'build.apprunner.amazonaws.com');
      if (accessRole) {
        repository.grantPull(accessRole);
      }
    },
  };
}
