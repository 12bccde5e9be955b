import { IEcsDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { IBaseService, TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { IPrincipal, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { PipelineError } from '../pipeline-error';
import { DeploymentDefinition } from './deployment-definition';
import { EcsDeploymentOptions } from './deployment-options';
import { grantPassing } from './grant-passing';

type Common = Pick<DeploymentDefinition, 'name' | 'timeout' | 'assumeRole'>;

/**
 * By ECS itself, rolling or blue/green.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html
 */
export function ecsDeployment(service: IBaseService, options: EcsDeploymentOptions, common: Common): DeploymentDefinition {
  return {
    ...common,
    target: 'ecs',
    runs: taskDefinitionOf(service),
    region: service.env.region,
    variables: variablesOf(service, options),
    grant: (deployer, _, repository) => {
      grantRevisions(deployer, service, options, repository);
      allow(deployer, ['ecs:UpdateService', 'ecs:ListServiceDeployments'], [service.serviceArn]);
      // names of revisions are made by ECS; reading them is all that it allows
      allow(deployer, ['ecs:DescribeServiceRevisions'], ['*']);
    },
  };
}

/**
 * By CodeDeploy.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentInfo.html
 */
export function ecsCodeDeployDeployment(
  service: IBaseService, group: IEcsDeploymentGroup, options: EcsDeploymentOptions, common: Common,
): DeploymentDefinition {
  return {
    ...common,
    target: 'ecs-code-deploy',
    runs: taskDefinitionOf(service),
    region: service.env.region,
    variables: { ...variablesOf(service, options), APPLICATION: group.application.applicationName, DEPLOYMENT_GROUP: group.deploymentGroupName },
    grant: (deployer, _, repository) => {
      grantRevisions(deployer, service, options, repository);
      allow(deployer, ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment'], [group.deploymentGroupArn]);
      allow(deployer, ['codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'], [group.application.applicationArn]);
      allow(deployer, ['codedeploy:GetDeploymentConfig'], [group.deploymentConfig.deploymentConfigArn]);
    },
  };
}

function variablesOf({ cluster, serviceName }: IBaseService, { containerName }: EcsDeploymentOptions): DeploymentDefinition['variables'] {
  return { CLUSTER: cluster.clusterName, SERVICE: serviceName, ...containerName === undefined ? {} : { CONTAINER: containerName } };
}

/** Reading the service, and a revision of its task definition. Neither reading nor registering one takes a resource. */
function grantRevisions(deployer: IPrincipal, service: IBaseService, options: EcsDeploymentOptions, repository: IRepository): void {
  const roles = options.taskRoles ?? rolesOf(service);
  allow(deployer, ['ecs:DescribeServices'], [service.serviceArn]);
  allow(deployer, ['ecs:DescribeTaskDefinition', 'ecs:RegisterTaskDefinition'], ['*']);
  grantTagging(deployer);
  grantPassing(deployer, roles, 'ecs-tasks.amazonaws.com');
  roles.forEach(role => repository.grantPull(role));
}

/**
 * Registering a revision with tags tags it, which takes leave of its own.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html
 */
function grantTagging(deployer: IPrincipal): void {
  deployer.addToPrincipalPolicy(new PolicyStatement({
    actions: ['ecs:TagResource'],
    resources: ['*'], // a revision is named by ECS when it is registered, and can be tagged by this only then
    conditions: { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
  }));
}

/** Task definition of a service of this app. */
function taskDefinitionOf(service: IBaseService): TaskDefinition | undefined {
  return (service as { taskDefinition?: TaskDefinition }).taskDefinition;
}

/** The roles of a service of this app. */
function rolesOf(service: IBaseService): IRole[] {
  const taskDefinition = taskDefinitionOf(service);
  if (!taskDefinition) {
    throw new PipelineError(`DeploymentTarget: the service ${service.node.path} was imported, and does not tell the roles of its tasks; name them in "taskRoles"`);
  }
  return [taskDefinition.taskRole, taskDefinition.obtainExecutionRole()];
}

function allow(deployer: IPrincipal, actions: string[], resources: string[]): void {
  deployer.addToPrincipalPolicy(new PolicyStatement({ actions, resources }));
}
