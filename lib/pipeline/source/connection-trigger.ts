import { CfnProject, ISource, Project, SourceConfig } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ProjectRole } from '../../codebuild/roles/project-role';
import { ConnectionProvider } from './connection-providers';
import { ConnectionSourceOptions, tagPatterns } from './connection-source-options';
import { ProjectTrigger, TriggerKind } from './project-trigger';

/** Properties of a webhook. */
export interface ConnectionTriggerProps extends ConnectionSourceOptions {
  readonly branch: string;
  readonly kind: TriggerKind;
}

/** One condition of a webhook; those of a group have to hold together. */
type Filter = CfnProject.WebhookFilterProperty;

/** A webhook: the project runs on each push or pull request, and its status is shown there. */
export class ConnectionTrigger implements ProjectTrigger {
  constructor(private readonly provider: ConnectionProvider, private readonly repository: string, private readonly props: ConnectionTriggerProps) {
  }

  public get source(): ISource {
    const { provider: { type, address }, repository, props } = this;
    return {
      type,
      badgeSupported: true,
      bind: (): SourceConfig => ({
        sourceProperty: {
          type,
          location: `${address}${repository}.git`,
          auth: { type: 'CODECONNECTIONS', resource: props.connectionArn },
          gitCloneDepth: 1,
          reportBuildStatus: true,
        },
        buildTriggers: { webhook: true, filterGroups: this.filterGroups() },
      }),
    };
  }

  public grant(role: ProjectRole): void {
    const actions = ['GetConnection', 'GetConnectionToken', 'UseConnection'];
    role.addToPolicy(new PolicyStatement({
      actions: ['codeconnections', 'codestar-connections'].flatMap(service => actions.map(action => `${service}:${action}`)),
      resources: [this.props.connectionArn],
    }));
  }

  public connect(project: Project): void {
    if (this.props.kind === 'pullRequests') {
      // an outsider's change runs with the rights of the build
      (project.node.defaultChild as CfnProject).addPropertyOverride('Triggers.PullRequestBuildPolicy', { RequiresCommentApproval: 'FORK_PULL_REQUESTS' });
    }
  }

  private filterGroups(): Filter[][] {
    const { kind, branch, paths, ignoredPaths } = this.props;
    const tags = tagPatterns(this.props);
    const changed: Filter[] = paths ? [{ type: 'FILE_PATH', pattern: anyOf(paths) }] : [];
    if (kind === 'pullRequests') {
      // Without the ignored paths: that a document changed, too, must never leave a change ungated.
      const events = this.provider.pullRequestEvents.join(', ');
      return [[{ type: 'EVENT', pattern: events }, { type: 'BASE_REF', pattern: `^refs/heads/${expressionOf(branch)}$` }, ...changed]];
    }
    const pushed = { type: 'EVENT', pattern: 'PUSH' };
    const notIgnored: Filter[] = ignoredPaths ? [{ type: 'FILE_PATH', pattern: anyOf(ignoredPaths), excludeMatchedPattern: true }] : [];
    return [
      [pushed, { type: 'HEAD_REF', pattern: `^refs/heads/${expressionOf(branch)}$` }, ...changed, ...notIgnored],
      ...tags.length > 0 ? [[pushed, { type: 'HEAD_REF', pattern: `^refs/tags/(${tags.map(expressionOf).join('|')})$` }]] : [],
    ];
  }
}

function anyOf(patterns: readonly string[]): string {
  return `^(${patterns.map(expressionOf).join('|')})$`;
}

/** A pattern with `*` and `**` as the regular expression that a webhook takes. */
function expressionOf(pattern: string): string {
  return pattern.split(/(\*\*\/?|\*)/).map(part => WILDCARDS.get(part) ?? part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&')).join('');
}

const WILDCARDS: ReadonlyMap<string, string> = new Map([['*', '[^/]*'], ['**', '.*'], ['**/', '(.*/)?']]);
