import { Duration } from 'aws-cdk-lib';
import { ComputeType } from 'aws-cdk-lib/aws-codebuild';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { publishBuildspec } from '../../codebuild/buildspec/buildspecs';
import { deploymentLogGroup } from '../../codebuild/infrastructure/own-log-group';
import { onePerStack } from '../../codebuild/one-per-stack';
import { STEP_IMAGE } from '../../codebuild/projects/build-images';
import { DeliveryProject } from '../../codebuild/projects/delivery-project';
import { ProjectRole } from '../../codebuild/roles/project-role';
import type { DeliveryBuild } from './image-delivery';

const ID = 'NodejsImagePublisher';

/** The project that copies, joins and tags images: one for all images of a stack. It moves bytes and runs nothing. */
export class Publisher extends Construct {
  /** The one of the stack that a construct is in. */
  public static of(scope: Construct): Publisher {
    return onePerStack(scope, ID, stack => new Publisher(stack, ID));
  }

  /** Who pulls and pushes. */
  public readonly role: ProjectRole;
  private readonly project: DeliveryProject;
  private readonly logGroup: ILogGroup;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    this.logGroup = deploymentLogGroup(this);
    this.role = new ProjectRole(this, 'Role', this.logGroup);
    this.project = new DeliveryProject(this, 'Project', {
      description: 'Brings container images under the tags of a repository',
      deliveryRole: this.role,
      buildspec: publishBuildspec(),
      environment: { buildImage: STEP_IMAGE, computeType: ComputeType.SMALL },
      timeout: Duration.minutes(30),
      queuedTimeout: Duration.minutes(15),
      logging: { cloudWatch: { logGroup: this.logGroup } },
    });
  }

  /** A build that publishes. */
  public publish(environment: DeliveryBuild['environment']): DeliveryBuild {
    return { project: this.project, logGroup: this.logGroup, name: 'publish', environment };
  }
}
