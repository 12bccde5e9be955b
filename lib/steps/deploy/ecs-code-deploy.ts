import { StepFailure } from '../step';
import { Deployer } from './deployer';
import { findService, primaryOf, revise, Revision } from './ecs-service';
import { at, ENDED, failed, Progress } from './progress';

/** Deploys to a service of ECS by CodeDeploy, blue/green, and waits until the traffic has moved. */
export const ecsCodeDeploy: Deployer = {
  names: ['CLUSTER', 'SERVICE', 'APPLICATION', 'DEPLOYMENT_GROUP'],
  async deploy(deployment) {
    const service = await findService(deployment, 'CODE_DEPLOY', 'DeploymentTarget.ecs for ECS');
    const revision = await revise(deployment, service);
    if (revision.definition === service.current) {
      deployment.say(`${service.name} runs it already`);
      return;
    }
    const port = portOf(service.described);
    if (port === undefined) {
      throw new StepFailure(`the service ${service.name} has no load balancer, which a deployment by CodeDeploy takes`);
    }
    const group = deployment.named('DEPLOYMENT_GROUP');
    const { deploymentId } = await deployment.ask(`deploy to ${service.name} by ${group}`, 'codedeploy', 'CreateDeployment', {
      applicationName: deployment.named('APPLICATION'),
      deploymentGroupName: group,
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content: JSON.stringify(specificationOf(revision, port)) } },
    });
    if (!deploymentId) {
      throw new StepFailure(`CodeDeploy gave no name of the deployment to ${service.name}`);
    }
    deployment.say(`${service.name} gets ${revision.definition} by the deployment ${deploymentId}`);
    await deployment.waitFor(`the deployment ${deploymentId}`, async () => {
      const { deploymentInfo } = await deployment.ask(`read the deployment ${deploymentId}`, 'codedeploy', 'GetDeployment', { deploymentId });
      return progressOfDeployment(`the deployment ${deploymentId} to ${service.name}`, deploymentInfo);
    });
    deployment.say(`${service.name} runs ${deployment.image} as ${revision.definition}`);
  },
};

/** The port of the container that takes the traffic: that of the primary task set, or the one that the service was made with. */
export function portOf(service: any): number | undefined {
  const [balancer] = service.loadBalancers ?? [];
  return primaryOf(service)?.loadBalancers?.[0]?.containerPort ?? balancer?.containerPort;
}

/** @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html */
export function specificationOf({ definition, container }: Revision, port: number): object {
  const properties = { TaskDefinition: definition, LoadBalancerInfo: { ContainerName: container, ContainerPort: port } };
  return { version: 1, Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties: properties } }] };
}

/** How far a deployment of CodeDeploy is. */
export function progressOfDeployment(name: string, { status, errorInformation }: any = {}): Progress {
  if (status === 'Succeeded') return ENDED;
  if (status === 'Failed' || status === 'Stopped') {
    const reason = errorInformation ? `${errorInformation.code}: ${errorInformation.message}` : 'CodeDeploy gives no reason, look at the events of the deployment';
    return failed(`${name} is ${status}: ${reason}`);
  }
  return at(status);
}
