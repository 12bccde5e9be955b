import { Duration } from 'aws-cdk-lib';
import { ComputeType } from 'aws-cdk-lib/aws-codebuild';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ImageSbom } from '../../codebuild/attest/image-sbom';
import { ImageSigning } from '../../codebuild/attest/image-signing';
import { attestBuildspec } from '../../codebuild/buildspec/buildspecs';
import { deploymentLogGroup } from '../../codebuild/infrastructure/own-log-group';
import { onePerStack } from '../../codebuild/one-per-stack';
import { STEP_IMAGE } from '../../codebuild/projects/build-images';
import { DeliveryProject } from '../../codebuild/projects/delivery-project';
import { ProjectRole } from '../../codebuild/roles/project-role';
import type { DeliveryBuild } from './image-delivery';

const ID = 'NodejsImageAttestor';

/**
 * The project that signs images and what is stated of them: one for all images of a stack that are signed with a key. It runs
 * nothing of an image, and what runs images may not sign.
 */
export class Attestor extends Construct {
  /** The one of a key, in the stack that a construct is in. */
  public static of(scope: Construct, signing: ImageSigning): Attestor {
    return onePerStack(scope, `${ID}${signing.key.node.addr.slice(-8)}`, (stack, id) => new Attestor(stack, id, signing));
  }

  /** Who signs. */
  public readonly role: ProjectRole;
  private readonly project: DeliveryProject;
  private readonly logGroup: ILogGroup;

  private constructor(scope: Construct, id: string, { key }: ImageSigning) {
    super(scope, id);
    this.logGroup = deploymentLogGroup(this);
    this.role = new ProjectRole(this, 'Role', this.logGroup);
    this.project = new DeliveryProject(this, 'Project', {
      description: 'Attests how container images were built and what their gates said, and signs them',
      deliveryRole: this.role,
      buildspec: attestBuildspec(),
      environment: { buildImage: STEP_IMAGE, computeType: ComputeType.SMALL },
      environmentVariables: { KEY_ARN: { value: key.keyArn } },
      timeout: Duration.minutes(30),
      queuedTimeout: Duration.minutes(15),
      logging: { cloudWatch: { logGroup: this.logGroup } },
    });
  }

  /** A build that signs an image that builds recorded. */
  public attest(environment: DeliveryBuild['environment'], sbom?: ImageSbom): DeliveryBuild {
    return { project: this.project, logGroup: this.logGroup, name: 'attest', environment: { ...environment, SBOM: sbom?._variable() ?? '' } };
  }
}
