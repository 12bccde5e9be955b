import { Artifact, IAction, TriggerProps } from 'aws-cdk-lib/aws-codepipeline';
import { Construct } from 'constructs';
import { ProjectTrigger, TriggerKind } from './project-trigger';

/** Source of a pipeline as it is bound. */
export interface BoundSource {
  readonly action: IAction;
  /** Triggers of the pipeline, where the action does not see to it itself. */
  readonly triggers?: TriggerProps[];
  /** The commit that is built, or what stands for it, as a variable of the pipeline. */
  readonly revision: string;
}

/** A kind of source. */
export interface SourceDefinition {
  /** True if the sources have commits. */
  readonly hasCommits: boolean;
  /** True if commits are built that are on no branch, by a tag that anybody may have pushed. */
  readonly buildsAnyTag: boolean;
  /** The action that gives the sources to a pipeline. */
  bind(scope: Construct, output: Artifact): BoundSource;
  /** Trigger of a project that stands alone, where there is such a thing and it is wanted. */
  trigger(kind: TriggerKind): ProjectTrigger | undefined;
}
