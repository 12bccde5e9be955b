import { StepFailure } from '../step';

/** Fields that ECS adds to a task definition as it was registered. */
const TOLD = ['taskDefinitionArn', 'revision', 'status', 'requiresAttributes', 'compatibilities', 'registeredAt', 'registeredBy', 'deregisteredAt'];

/** A task definition with its tags, as `DescribeTaskDefinition` gives it. */
export interface DescribedTaskDefinition {
  readonly taskDefinition: { readonly containerDefinitions: readonly ContainerDefinition[]; readonly [key: string]: unknown };
  readonly tags?: readonly Tag[];
}

interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly [key: string]: unknown;
}

interface Tag {
  readonly key: string;
  readonly value: string;
}

/**
 * The container that runs the image: the one that is named, or the only one.
 *
 * @param name What the task definition is called.
 * @param wanted The name of the container; empty where it was not given.
 * @throws StepFailure where there is no such container, or it cannot be told which one it is
 */
export function containerOf(name: string, { taskDefinition }: DescribedTaskDefinition, wanted: string): ContainerDefinition {
  const containers = taskDefinition.containerDefinitions;
  const names = containers.map(container => container.name).join(', ');
  if (wanted === '' && containers.length !== 1) {
    throw new StepFailure(`the task definition ${name} has several containers (${names}): say by "containerName" which one runs the image`);
  }
  const container = wanted === '' ? containers[0] : containers.find(candidate => candidate.name === wanted);
  if (!container?.image) {
    throw new StepFailure(`the task definition ${name} has no container "${wanted || names}", only ${names}: change "containerName"`);
  }
  return container;
}

/** The task definition to be registered: as the one that is there, with another image in one container, and the tags. */
export function nextTaskDefinition({ taskDefinition, tags = [] }: DescribedTaskDefinition, container: string, image: string): object {
  const kept = Object.entries(taskDefinition).filter(([key]) => !TOLD.includes(key));
  const ours = tags.filter(isOurs);
  return {
    ...Object.fromEntries(kept),
    containerDefinitions: taskDefinition.containerDefinitions.map(given => given.name === container ? { ...given, image } : given),
    // none at all is no empty list: that would take leave to tag, too
    ...ours.length > 0 ? { tags: ours } : {},
  };
}

/** Tags that begin with aws: are of AWS: nobody else can give them. */
function isOurs({ key }: Tag): boolean {
  return !key.toLowerCase().startsWith('aws:');
}
