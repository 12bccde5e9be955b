import { BuildEnvironmentVariable, IProject } from 'aws-cdk-lib/aws-codebuild';
import { ActionBindOptions, ActionConfig, Artifact, IStage } from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ProjectRole } from '../../delivery/builds/project-role';
import { acknowledgeBelow } from './acknowledge-below';

/** A project, and who it acts as. */
export interface Step {
  readonly project: IProject;
  readonly role: ProjectRole;
}

/** Properties of the action that runs a step. */
export interface StepActionProps {
  readonly actionName: string;
  readonly step: Step;
  /** CodeBuild always takes something; most steps need nothing of it. */
  readonly input: Artifact;
  readonly output?: Artifact;
  readonly runOrder?: number;
  /** Variables of this run, such as what other actions exported. */
  readonly variables?: { readonly [name: string]: string };
}

/** An action that runs a step. The role of the step may read what it takes and write what it hands on. */
export class StepAction extends CodeBuildAction {
  private readonly step: Step;
  private readonly writes: boolean;

  constructor({ actionName, step, input, output, runOrder, variables = {} }: StepActionProps) {
    super({
      actionName,
      project: step.project,
      input,
      outputs: output ? [output] : undefined,
      runOrder,
      environmentVariables: environmentOf(variables),
    });
    this.step = step;
    this.writes = output !== undefined;
  }

  protected bound(scope: Construct, stage: IStage, options: ActionBindOptions): ActionConfig {
    // the project's own role takes no leave from the construct of the pipeline, which would give more
    const { role } = this.step;
    const { bucket } = options;
    const objects = bucket.arnForObjects('*');
    role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject', 's3:GetObjectVersion', ...this.writes ? ['s3:PutObject'] : []], resources: [objects] }));
    acknowledgeBelow(role, objects, 'the names of what the steps of a pipeline hand on are known only when it runs');
    if (bucket.encryptionKey) {
      const { keyArn } = bucket.encryptionKey;
      role.addToPolicy(new PolicyStatement({ actions: ['kms:Decrypt', ...this.writes ? ['kms:Encrypt', 'kms:GenerateDataKey'] : []], resources: [keyArn] }));
    }
    return super.bound(scope, stage, options);
  }
}

/** Variables as CodeBuild takes them. */
export function environmentOf(variables: { readonly [name: string]: string }): { [name: string]: BuildEnvironmentVariable } {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }]));
}
