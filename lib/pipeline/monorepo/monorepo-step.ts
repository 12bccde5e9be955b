import { Duration } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { Construct } from 'constructs';
import { StepBuild, stepBuildspec } from '../../codebuild/buildspec/step-buildspec';
import { ownLogGroup } from '../../codebuild/infrastructure/own-log-group';
import { STEP_IMAGE } from '../../codebuild/projects/build-images';
import { DeliveryProject } from '../../codebuild/projects/delivery-project';
import { ProjectRole } from '../../codebuild/roles/project-role';
import { StepEnvironment } from '../shared/identity';
import { FROM_PIPELINE, TO_PIPELINE } from '../steps/pipeline-source';
import { environmentOf } from '../steps/step-action';

/** Properties of a step of a monorepo. */
export interface MonorepoStepProps extends StepEnvironment, StepBuild {
  readonly description: string;
  readonly variables: { readonly [name: string]: string };
  /** True if it runs outside of a pipeline. */
  readonly alone?: boolean;
  readonly timeout?: Duration;
}

/** A step that is of one monorepo: what it may do is about its images alone. */
export class MonorepoStep extends Construct {
  /** Who does it. */
  public readonly role: ProjectRole;
  public readonly project: codebuild.Project;

  constructor(scope: Construct, id: string, props: MonorepoStepProps) {
    super(scope, id);
    const logGroup = ownLogGroup(this);
    this.role = new ProjectRole(this, 'Role', logGroup);
    this.role.grantEncryption(props.encryptionKey);
    if (props.vpc) {
      this.role.grantNetwork(props.vpc, props.subnetSelection);
    }
    this.project = new DeliveryProject(this, 'Project', {
      description: props.description,
      deliveryRole: this.role,
      ...props.alone ? {} : { source: FROM_PIPELINE, artifacts: TO_PIPELINE },
      buildspec: stepBuildspec({ name: props.name, exports: props.exports, artifacts: props.artifacts }),
      environment: { buildImage: STEP_IMAGE, computeType: codebuild.ComputeType.SMALL },
      environmentVariables: environmentOf(props.variables),
      vpc: props.vpc,
      subnetSelection: props.subnetSelection,
      securityGroups: props.securityGroups,
      timeout: props.timeout ?? Duration.minutes(30),
      queuedTimeout: Duration.hours(8),
      logging: { cloudWatch: { logGroup } },
      encryptionKey: props.encryptionKey,
    });
  }
}
