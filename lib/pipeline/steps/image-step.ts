import { Duration } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { Construct } from 'constructs';
import { StepBuild, stepBuildspec } from '../../codebuild/buildspec/step-buildspec';
import { STEP_IMAGE } from '../../codebuild/projects/build-images';
import { ProjectRole } from '../../codebuild/roles/project-role';
import { StepName } from '../../steps/step-program';
import { StepEnvironment } from '../shared/identity';
import { SharedSteps } from '../shared/shared-steps';
import { splitVariables, ToldVariables } from '../shared/split-variables';
import { FROM_PIPELINE, TO_PIPELINE } from './pipeline-source';
import { environmentOf, Step } from './step-action';

/** Properties of a step. */
export interface ImageStepProps extends StepEnvironment, ToldVariables {
  /** Kind of the step: those of a kind share their project. */
  readonly kind: string;
  /** Kind of its permissions: those of a kind share their role. */
  readonly rights: string;
  /** Values that the role is for alone; with another one it is another role. */
  readonly rightsFor?: { readonly [name: string]: unknown };
  readonly description: string;
  /** Step that its project runs. */
  readonly step: StepName;
  /** The variables that it exports. */
  readonly exports?: StepBuild['exports'];
  /** Files that it hands on. */
  readonly artifacts?: StepBuild['artifacts'];
  /** True if it runs outside of a pipeline. */
  readonly alone?: boolean;
  /** After which it has failed; half an hour if not given. */
  readonly timeout?: Duration;
}

/**
 * A step of a pipeline that moves, looks at or names images, and runs nothing of them: a project with one step, and a role,
 * which all pipelines of a stack share. What it is to do comes with its action.
 */
export class ImageStep implements Step {
  /** Who does it. */
  public readonly role: ProjectRole;
  public readonly project: codebuild.Project;
  public readonly variables: { readonly [name: string]: string };

  /** @param scope A construct of the pipeline. */
  constructor(scope: Construct, props: ImageStepProps) {
    const { kind, rights, rightsFor = {}, step, exports: exported, artifacts, alone, timeout = Duration.minutes(30) } = props;
    const shared = SharedSteps.of(scope, props);
    const { constants, variables } = splitVariables(scope, props, alone);
    this.variables = variables;
    this.role = shared.role(rights, rightsFor);
    const told = { ...rightsFor, ...constants, minutes: timeout.toMinutes() };
    this.project = shared.project(kind, told, this.role, () => ({
      description: props.description,
      ...alone ? {} : { source: FROM_PIPELINE, artifacts: TO_PIPELINE },
      buildspec: stepBuildspec({ name: step, exports: exported, artifacts }),
      environment: { buildImage: STEP_IMAGE, computeType: codebuild.ComputeType.SMALL },
      environmentVariables: environmentOf(constants),
      timeout,
      queuedTimeout: Duration.hours(8), // many pipelines share the machines of an account, and nothing waits but the pipeline
    }));
  }
}
