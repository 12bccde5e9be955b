import { Stack } from 'aws-cdk-lib';
import { BuildEnvironmentVariable, IProject } from 'aws-cdk-lib/aws-codebuild';
import { ActionBindOptions, ActionConfig, Artifact, IStage } from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ProjectRole } from '../../codebuild/roles/project-role';
import { requireRoom } from '../shared/split-variables';
import { acknowledgeBelow } from './acknowledge-below';

/** A project, who it acts as, and what it is told. */
export interface Step {
  readonly project: IProject;
  readonly role: ProjectRole;
  /** Variables of this pipeline and this run, such as what other actions exported. */
  readonly variables?: { readonly [name: string]: string };
}

/** Properties of the action that runs a step. */
export interface StepActionProps {
  readonly actionName: string;
  readonly step: Step;
  /** CodeBuild always takes something; most steps need nothing of it. */
  readonly input: Artifact;
  readonly output?: Artifact;
  readonly runOrder?: number;
  /** Namespace of its variables; made of the names of its stage and of itself if not given. */
  readonly namespace?: string;
  /** The folder of the bucket that its role is let into, where pipelines share the bucket; all of it if not given. */
  readonly folder?: string;
}

/** An action that runs a step. The role of the step may read what it takes and write what it hands on. */
export class StepAction extends CodeBuildAction {
  private readonly step: Step;
  private readonly writes: boolean;
  private readonly objects: string;

  constructor({ actionName, step, input, output, runOrder, namespace, folder }: StepActionProps) {
    super({
      actionName,
      project: step.project,
      input,
      outputs: output ? [output] : undefined,
      runOrder,
      variablesNamespace: namespace,
    });
    this.step = step;
    this.writes = output !== undefined;
    this.objects = folder === undefined ? '*' : `${folder}/*`;
  }

  protected bound(scope: Construct, stage: IStage, options: ActionBindOptions): ActionConfig {
    // the project's own role takes no leave from the construct of the pipeline, which would give more
    const { role, variables = {} } = this.step;
    const { bucket } = options;
    const objects = bucket.arnForObjects(this.objects);
    role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject', 's3:GetObjectVersion', ...this.writes ? ['s3:PutObject'] : []], resources: [objects] }));
    acknowledgeBelow(role, objects, 'the names of what the steps of a pipeline hand on are known only when it runs');
    if (bucket.encryptionKey) {
      const { keyArn } = bucket.encryptionKey;
      role.addToPolicy(new PolicyStatement({ actions: ['kms:Decrypt', ...this.writes ? ['kms:Encrypt', 'kms:GenerateDataKey'] : []], resources: [keyArn] }));
    }
    scope.node.addValidation({ validate: () => errorsOf(() => requireRoom(scope, this.actionProperties.actionName, variables)) });
    const { configuration, ...config } = super.bound(scope, stage, options);
    return { ...config, configuration: { ...configuration, EnvironmentVariables: inAction(scope, variables) } };
  }
}

function errorsOf(check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** Variables as CodePipeline takes them, in as few characters as they take: there may be some hundred in all. */
function inAction(scope: Construct, variables: { readonly [name: string]: string }): string | undefined {
  const list = Object.entries(variables).map(([name, value]) => ({ name, value }));
  return list.length ? Stack.of(scope).toJsonString(list) : undefined;
}

/** Variables as CodeBuild takes them. */
export function environmentOf(variables: { readonly [name: string]: string }): { [name: string]: BuildEnvironmentVariable } {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }]));
}
