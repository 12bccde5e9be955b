import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { ContainerDefinition, ContainerImage, ContainerImageConfig, TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { BuiltFor, requireSameArchitecture, requireSameFargateArchitecture } from './bound-architecture';

/** An image of a repository for a container, whose tag or digest depends on the stack that the container is in. */
export class DeliveredContainerImage extends ContainerImage {
  constructor(
    private readonly repository: IRepository,
    private readonly built: BuiltFor,
    private readonly referenceFrom: (scope: Construct) => string) {
    super();
  }

  /** Lets the task pull the image. */
  public bind(scope: Construct, container: ContainerDefinition): ContainerImageConfig {
    const { taskDefinition } = container;
    this.repository.grantPull(taskDefinition.obtainExecutionRole());
    // what Batch gives instead has an execution role and nothing more
    if (taskDefinition instanceof TaskDefinition) {
      requireSameArchitecture(taskDefinition, this.built);
    } else {
      requireSameFargateArchitecture(scope, this.built);
    }
    return { imageName: this.repository.repositoryUriForTagOrDigest(this.referenceFrom(scope)) };
  }
}
