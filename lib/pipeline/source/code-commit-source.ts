import { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { Artifact } from 'aws-cdk-lib/aws-codepipeline';
import { CodeCommitSourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Construct } from 'constructs';
import { BOOLEAN, requireProps, shape, TEXT } from '../../props/index';
import { PipelineError } from '../pipeline-error';
import { PipelineRoles } from '../shared/pipeline-roles';
import { CodeCommitTrigger } from './code-commit-trigger';
import { ProjectTrigger, TriggerKind } from './project-trigger';
import { BoundSource, SourceDefinition } from './source-definition';

/** Options of a repository of CodeCommit. */
export interface CodeCommitSourceOptions {
  /**
   * The branch that is built.
   *
   * @default 'main'
   */
  readonly branch?: string;

  /**
   * True if pull requests to the branch run the gates, and build without pushing.
   *
   * @default true
   */
  readonly pullRequests?: boolean;
}

export const CODE_COMMIT_SOURCE_OPTIONS = shape<CodeCommitSourceOptions>('CodeCommitSourceOptions', {
  branch: TEXT,
  pullRequests: BOOLEAN,
});

/** A repository of CodeCommit. */
export class CodeCommitSource implements SourceDefinition {
  public readonly hasCommits = true;
  public readonly buildsAnyTag = false;
  private readonly branch: string;

  constructor(private readonly repository: IRepository, private readonly options: CodeCommitSourceOptions) {
    requireProps('the source of CodeCommit', options, CODE_COMMIT_SOURCE_OPTIONS, PipelineError);
    this.branch = options.branch ?? 'main';
  }

  public bind(scope: Construct, output: Artifact): BoundSource {
    const eventRole = PipelineRoles.of(scope).events;
    const action = new CodeCommitSourceAction({ actionName: 'Source', repository: this.repository, branch: this.branch, output, eventRole });
    return { action, revision: action.variables.commitId };
  }

  public trigger(kind: TriggerKind): ProjectTrigger | undefined {
    const wanted = kind === 'pushes' || (this.options.pullRequests ?? true);
    return wanted ? new CodeCommitTrigger(this.repository, this.branch, kind) : undefined;
  }
}
