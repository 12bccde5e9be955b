import { ISource, Project, Source } from 'aws-cdk-lib/aws-codebuild';
import { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { CodeBuildProject } from 'aws-cdk-lib/aws-events-targets';
import { ruleTarget } from '../../codebuild/infrastructure/dead-letters';
import { ProjectRole } from '../../codebuild/roles/project-role';
import { PipelineRoles } from '../shared/pipeline-roles';
import { ProjectTrigger, TriggerKind } from './project-trigger';

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
