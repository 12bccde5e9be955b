import { ISource, Project, Source } from 'aws-cdk-lib/aws-codebuild';
import { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { Artifact } from 'aws-cdk-lib/aws-codepipeline';
import { CodeCommitSourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { CodeBuildProject } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { ruleTarget } from '../../codebuild/infrastructure/dead-letters';
import { ProjectRole } from '../../codebuild/roles/project-role';
import { BOOLEAN, requireProps, shape, TEXT } from '../../props/index';
import { PipelineError } from '../pipeline-error';
import { PipelineRoles } from '../shared/pipeline-roles';
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
    const action = new CodeCommitSourceAction({ actionName: 'Source', variablesNamespace: 'Source', repository: this.repository, branch: this.branch, output, eventRole });
    return { action, revision: action.variables.commitId };
  }

  public trigger(kind: TriggerKind): ProjectTrigger | undefined {
    const wanted = kind === 'pushes' || (this.options.pullRequests ?? true);
    return wanted ? new CodeCommitTrigger(this.repository, this.branch, kind) : undefined;
  }
}

/** The rule for each kind, and where its event has the commit. */
interface Event {
  readonly commit: string;
  rule(repository: IRepository, branch: string, id: string): Rule;
}

/** @see https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html */
const EVENTS: { readonly [kind in TriggerKind]: Event } = {
  pushes: {
    commit: '$.detail.commitId',
    rule: (repository, branch, id) => repository.onCommit(id, { branches: [branch] }),
  },
  pullRequests: {
    commit: '$.detail.sourceCommit',
    rule: (repository, branch, id) => repository.onPullRequestStateChange(id, {
      eventPattern: { detail: { event: ['pullRequestCreated', 'pullRequestSourceBranchUpdated'], destinationReference: [`refs/heads/${branch}`] } },
    }),
  },
};

/** Runs a project on the newest commit of a branch of CodeCommit, or of each pull request to it. */
export class CodeCommitTrigger implements ProjectTrigger {
  public readonly source: ISource;

  constructor(private readonly repository: IRepository, private readonly branch: string, private readonly kind: TriggerKind) {
    this.source = Source.codeCommit({ repository });
  }

  public grant(role: ProjectRole): void {
    this.repository.grantPull(role);
  }

  public connect(project: Project): void {
    const { commit, rule } = EVENTS[this.kind];
    rule(this.repository, this.branch, `On${project.node.addr}`).addTarget(ruleTarget(project, new CodeBuildProject(project, {
      eventRole: PipelineRoles.of(project).events,
      event: RuleTargetInput.fromObject({ sourceVersion: EventField.fromPath(commit) }),
    })));
  }
}
