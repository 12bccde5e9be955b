import { Duration } from 'aws-cdk-lib';
import { ComputeType } from 'aws-cdk-lib/aws-codebuild';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { publishBuildspec } from '../buildspec/buildspecs';
import { STEP_IMAGE } from './build-images';
import { DeliveryProject } from './delivery-project';
import type { DeliveryBuild } from './image-delivery';
import { onePerStack } from './one-per-stack';
import { deploymentLogGroup } from './own-log-group';
import { ProjectRole } from './project-role';

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
