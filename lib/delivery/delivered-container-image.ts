import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { ContainerDefinition, ContainerImage, ContainerImageConfig } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';

/** An image of a repository for a container, whose tag or digest depends on the stack that the container is in. */
export class DeliveredContainerImage extends ContainerImage {
  constructor(private readonly repository: IRepository, private readonly referenceFrom: (scope: Construct) => string) {
    super();
  }

  /** Lets the task pull the image. */
  public bind(scope: Construct, container: ContainerDefinition): ContainerImageConfig {
    this.repository.grantPull(container.taskDefinition.obtainExecutionRole());
    return { imageName: this.repository.repositoryUriForTagOrDigest(this.referenceFrom(scope)) };
  }
}
