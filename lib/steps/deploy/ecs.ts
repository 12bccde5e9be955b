import { Deployer } from './deployer';
import { Deployment } from './deployment';
import { EcsService, findService, revise } from './ecs-service';
import { at, ENDED, failed, Progress } from './progress';

/** Statuses of a deployment of ECS that the service did not take, or is on its way to. */
const TAKEN_BACK = ['STOPPED', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'];

/** As many as one call tells; the newest come first. */
const LISTED = 20;

/**
 * Deploys to a service of ECS that deploys by itself, rolling or blue/green, and waits for it: also for the bake time, and for
 * the circuit breaker and alarms, which take a failed deployment back.
 */
export const ecs: Deployer = {
  names: ['CLUSTER', 'SERVICE'],
  async deploy(deployment) {
    const service = await findService(deployment, 'ECS', 'DeploymentTarget.ecsCodeDeploy for CODE_DEPLOY');
    const { definition } = await revise(deployment, service);
    if (definition !== service.current) {
      await deployment.ask(`deploy to the service ${service.name}`, 'ecs', 'UpdateService', {
        cluster: service.cluster, service: service.service, taskDefinition: definition,
      });
    }
    if (definition === service.current && isSettled(service.described)) {
      deployment.say(`${service.name} runs it already`);
    } else {
      await deployment.waitFor(`the deployment to ${service.name}`, () => progressOf(deployment, service, definition));
    }
    deployment.say(`${service.name} runs ${deployment.image} as ${definition}`);
  },
};

/** True if a service is at rest: a deployment that ended long ago is listed no more. */
export function isSettled({ deployments = [] }: any): boolean {
  return deployments.length === 1 && deployments[0].rolloutState === 'COMPLETED';
}

async function progressOf(deployment: Deployment, { name, cluster, service }: EcsService, definition: string): Promise<Progress> {
  const { serviceDeployments = [] } = await deployment.ask(`read the deployments of ${name}`, 'ecs', 'ListServiceDeployments', { cluster, service, maxResults: LISTED });
  const arns = revisionsOf(serviceDeployments);
  if (arns.length === 0) { return at(undefined); }
  const { serviceRevisions = [] } = await deployment.ask(`read the revisions of ${name}`, 'ecs', 'DescribeServiceRevisions', { serviceRevisionArns: arns });
  return progressOfOurs(name, oursAmong(serviceDeployments, serviceRevisions, definition));
}

/** The revisions of a service that deployments are to bring about. */
export function revisionsOf(deployments: readonly any[]): string[] {
  return [...new Set<string>(deployments.map(({ targetServiceRevisionArn }) => targetServiceRevisionArn).filter(Boolean))].sort();
}

/** The newest deployment of a task definition: another one between says nothing of ours. */
export function oursAmong(deployments: readonly any[], revisions: readonly any[], definition: string): any {
  const ours = revisions.filter(({ taskDefinition }) => taskDefinition === definition).map(({ serviceRevisionArn }) => serviceRevisionArn);
  return deployments.filter(({ targetServiceRevisionArn }) => ours.includes(targetServiceRevisionArn))
    .reduce((newest, candidate) => newest === undefined || createdAt(candidate) >= createdAt(newest) ? candidate : newest, undefined);
}

function createdAt({ createdAt: time }: any): number {
  return time === undefined ? -Infinity : new Date(time).getTime();
}

/** How far a deployment is. */
export function progressOfOurs(service: string, { status = '', statusReason = '' }: any = {}): Progress {
  if (status === 'SUCCESSFUL') return ENDED;
  if (TAKEN_BACK.includes(status)) {
    return failed(`the deployment to ${service} failed, it is ${status}: ${statusReason || 'ECS gives no reason, look at the events of the service'}`);
  }
  return at(status && [status, statusReason].filter(Boolean).join(', '));
}
