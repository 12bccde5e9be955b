import { Duration } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { STEP_IMAGE } from '../../delivery/builds/build-images';
import { DeliveryProject } from '../../delivery/builds/delivery-project';
import { ownLogGroup } from '../../delivery/builds/own-log-group';
import { ProjectRole } from '../../delivery/builds/project-role';
import { StepBuild, stepBuildspec } from '../../delivery/buildspec/step-buildspec';
import { StepName } from '../../steps/step-program';
import { FROM_PIPELINE, TO_PIPELINE } from './pipeline-source';
import { environmentOf } from './step-action';

/** What all steps of a pipeline have in common. */
export interface StepEnvironment {
  /** The network in which they run. */
  readonly vpc?: IVpc;
  readonly subnetSelection?: SubnetSelection;
  readonly securityGroups?: ISecurityGroup[];
  /** The key that encrypts what CodeBuild keeps. */
  readonly encryptionKey?: IKey;
}

/** Properties of a step. */
export interface ImageStepProps extends StepEnvironment {
  readonly description: string;
  /** What its project runs. */
  readonly step: StepName;
  /** The variables that it exports. */
  readonly exports?: StepBuild['exports'];
  /** Files that it hands on. */
  readonly artifacts?: StepBuild['artifacts'];
  /** Constants of the step. What a run of the pipeline knows comes with its action. */
  readonly variables?: { readonly [name: string]: string };
  /** Whether it runs outside of a pipeline. */
  readonly alone?: boolean;
  /** After which it has failed; half an hour if not given. */
  readonly timeout?: Duration;
}

/**
 * A step of a pipeline that moves, looks at or names images, and runs nothing of them: one project with one step, and
 * one role that may do what this step needs.
 */
export class ImageStep extends Construct {
  /** Who does it. */
  public readonly role: ProjectRole;
  public readonly project: codebuild.Project;
  public readonly logGroup: ILogGroup;

  constructor(scope: Construct, id: string, props: ImageStepProps) {
    super(scope, id);
    this.logGroup = ownLogGroup(this);
    this.role = new ProjectRole(this, 'Role', this.logGroup);
    this.role.grantEncryption(props.encryptionKey);
    if (props.vpc) {
      this.role.grantNetwork(props.vpc, props.subnetSelection);
    }
    this.project = new DeliveryProject(this, 'Project', {
      description: props.description,
      deliveryRole: this.role,
      ...props.alone ? {} : { source: FROM_PIPELINE, artifacts: TO_PIPELINE },
      buildspec: stepBuildspec({ name: props.step, exports: props.exports, artifacts: props.artifacts }),
      environment: { buildImage: STEP_IMAGE, computeType: codebuild.ComputeType.SMALL },
      environmentVariables: environmentOf(props.variables ?? {}),
      vpc: props.vpc,
      subnetSelection: props.subnetSelection,
      securityGroups: props.securityGroups,
      timeout: props.timeout ?? Duration.minutes(30),
      queuedTimeout: Duration.hours(8), // many pipelines share the machines of an account, and nothing waits but the pipeline
      logging: { cloudWatch: { logGroup: this.logGroup } },
      encryptionKey: props.encryptionKey,
    });
  }
}
