import { StepFailure } from '../step';
import { Deployment } from './deployment';
import { containerOf, nextTaskDefinition } from './task-definition';

/** A service of ECS, as far as a deployment looks at it. */
export interface EcsService {
  /** Name of the service: its cluster, and its own name. */
  readonly name: string;
  readonly cluster: string;
  readonly service: string;
  /** Controller that deploys it. */
  readonly controller: string;
  /** The task definition that it runs. */
  readonly current: string;
  /** All that ECS says of it. */
  readonly described: any;
}

/** A task definition with the image. */
export interface Revision {
  readonly definition: string;
  /** The container that has the image. */
  readonly container: string;
}

/** Looks at a service: it is there, takes deployments, and is deployed by the one that is meant. */
export async function findService(deployment: Deployment, controller: string, hint: string): Promise<EcsService> {
  const [cluster, service] = [deployment.named('CLUSTER'), deployment.named('SERVICE')];
  const name = `${cluster}/${service}`;
  const answer = await deployment.ask(`read the service ${name}`, 'ecs', 'DescribeServices', { cluster, services: [service] });
  const found = serviceOf(name, answer);
  if (found.controller !== controller) {
    throw new StepFailure(`the service ${name} is deployed by ${found.controller}, not by ${controller}: use ${hint}`);
  }
  if (!found.current) {
    throw new StepFailure(`the service ${name} has no task definition`);
  }
  return { name, cluster, service, ...found };
}

/**
 * Service in an answer of `DescribeServices` to a question about one. A service that others deploy has task sets,
 * of which the primary one has the task definition.
 *
 * @throws StepFailure where the service is not there, or is being deleted
 */
export function serviceOf(name: string, { services: [described] = [], failures: [failure] = [] }: any): Pick<EcsService, 'controller' | 'current' | 'described'> {
  if (failure?.reason) {
    throw new StepFailure(`there is no service ${name}: ${failure.reason}`);
  }
  if (described?.status !== 'ACTIVE') {
    throw new StepFailure(`the service ${name} is ${described?.status ?? ''}, not ACTIVE`);
  }
  return {
    controller: described.deploymentController?.type || 'ECS',
    current: primaryOf(described)?.taskDefinition ?? described.taskDefinition,
    described,
  };
}

/** The task set that takes the traffic, where the service has task sets. */
export function primaryOf({ taskSets = [] }: any): any {
  return taskSets.find(({ status }: any) => status === 'PRIMARY');
}

/** A revision of the task definition of a service with the image; the current one, if it has it already. */
export async function revise(deployment: Deployment, { current }: EcsService): Promise<Revision> {
  const described = await deployment.ask(`read the task definition ${current}`, 'ecs', 'DescribeTaskDefinition', { taskDefinition: current, include: ['TAGS'] });
  const { name: container, image } = containerOf(current, described, deployment.named('CONTAINER'));
  if (image === deployment.image) {
    deployment.say(`${current} has the image already`);
    return { definition: current, container };
  }
  const answer = await deployment.ask(
    `register a revision of ${current}`, 'ecs', 'RegisterTaskDefinition', nextTaskDefinition(described, container, deployment.image),
  );
  const definition = answer.taskDefinition?.taskDefinitionArn;
  if (!definition) {
    throw new StepFailure(`ECS gave no name of the new revision of ${current}`);
  }
  return { definition, container };
}
