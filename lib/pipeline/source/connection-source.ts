import { Arn, ArnFormat, Token } from 'aws-cdk-lib';
import { CfnProject, ISource, Project, SourceConfig } from 'aws-cdk-lib/aws-codebuild';
import { ActionBindOptions, ActionConfig, Artifact, GitPushFilter, IStage, ProviderType } from 'aws-cdk-lib/aws-codepipeline';
import { CodeStarConnectionsSourceAction, CodeStarConnectionsSourceActionProps } from 'aws-cdk-lib/aws-codepipeline-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ProjectRole } from '../../codebuild/roles/project-role';
import { requireProps } from '../../props/index';
import { PipelineError } from '../pipeline-error';
import { ConnectionProvider } from './connection-providers';
import { CONNECTION_SOURCE_OPTIONS, ConnectionSourceOptions, tagPatterns } from './connection-source-options';
import { ProjectTrigger, TriggerKind } from './project-trigger';
import { BoundSource, SourceDefinition } from './source-definition';

/** Most patterns that CodePipeline accepts in one filter. */
const MOST_PATTERNS = 8;

/** A branch that a filter can name by its own name. */
const BRANCH = /^[A-Za-z0-9_][A-Za-z0-9_./+-]{0,254}$/;

/** A repository behind a connection. */
export class ConnectionSource implements SourceDefinition {
  public readonly hasCommits = true;
  public readonly buildsAnyTag: boolean;
  private readonly branch: string;

  constructor(private readonly provider: ConnectionProvider, private readonly repository: string, private readonly options: ConnectionSourceOptions) {
    requireProps(`the source of ${provider.name}`, options, CONNECTION_SOURCE_OPTIONS, PipelineError);
    this.branch = options.branch ?? 'main';
    if (!provider.repository.test(repository)) {
      throw new PipelineError(`a repository of ${provider.name} must be given as "owner/name", received ${JSON.stringify(repository)}`);
    }
    if (!BRANCH.test(this.branch)) {
      throw new PipelineError(`branch must be the name of one branch, received ${JSON.stringify(this.branch)}`);
    }
    requireConnection(options.connectionArn);
    this.buildsAnyTag = options.gitTags !== undefined;
    for (const prop of ['gitTags', 'protectedGitTags', 'paths', 'ignoredPaths'] as const) {
      requirePatterns(prop, options[prop]);
    }
    requirePatterns('gitTags and protectedGitTags together', tagPatterns(options), 0);
  }

  public bind(_scope: Construct, output: Artifact): BoundSource {
    const parts = this.repository.split('/');
    const action = new ConnectionSourceAction({
      actionName: 'Source',
      variablesNamespace: 'Source',
      connectionArn: this.options.connectionArn,
      owner: parts.slice(0, -1).join('/'),
      repo: parts[parts.length - 1],
      branch: this.branch,
      output,
      triggerOnPush: false, // the filters say when
    });
    return {
      action,
      triggers: [{
        providerType: ProviderType.CODE_STAR_SOURCE_CONNECTION,
        gitConfiguration: { sourceAction: action, pushFilter: this.pushFilter() },
      }],
      revision: action.variables.commitId,
    };
  }

  public trigger(kind: TriggerKind): ProjectTrigger | undefined {
    if (kind === 'pullRequests' && !(this.options.pullRequests ?? true)) {
      return undefined;
    }
    return new ConnectionTrigger(this.provider, this.repository, { ...this.options, branch: this.branch, kind });
  }

  /** Tags and paths cannot be in one filter: a tag is on a commit whatever it changed. */
  private pushFilter(): GitPushFilter[] {
    const { paths, ignoredPaths } = this.options;
    const tags = tagPatterns(this.options);
    return [
      { branchesIncludes: [this.branch], filePathsIncludes: paths, filePathsExcludes: ignoredPaths },
      ...tags.length > 0 ? [{ tagsIncludes: tags }] : [],
    ];
  }
}

function requireConnection(arn: string): void {
  if (Token.isUnresolved(arn)) return;
  const service = /^arn:[^:]+:[^:]+:[^:]*:[^:]*:./.test(arn) ? Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME).service : undefined;
  if (service !== 'codeconnections' && service !== 'codestar-connections') {
    throw new PipelineError(`connectionArn must be the ARN of a connection (arn:aws:codeconnections:...), received ${JSON.stringify(arn)}`);
  }
}

function requirePatterns(prop: string, patterns: string[] | undefined, least = 1): void {
  if (patterns === undefined) return;
  const bad = patterns.find(pattern => pattern === '' || pattern.length > 255);
  if (patterns.length < least || patterns.length > MOST_PATTERNS || bad !== undefined) {
    throw new PipelineError(`${prop} must hold ${least} to ${MOST_PATTERNS} patterns of 1 to 255 characters, received ${JSON.stringify(patterns)}`);
  }
}

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

/**
 * Gets sources through a connection of either name: connections that were made since the service was renamed have ARNs of
 * `codeconnections`, and are used by an action of that name.
 *
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
 */
export class ConnectionSourceAction extends CodeStarConnectionsSourceAction {
  constructor(private readonly connection: CodeStarConnectionsSourceActionProps) {
    super(connection);
  }

  protected bound(scope: Construct, stage: IStage, options: ActionBindOptions): ActionConfig {
    options.role.addToPrincipalPolicy(new PolicyStatement({ actions: ['codeconnections:UseConnection'], resources: [this.connection.connectionArn] }));
    return super.bound(scope, stage, options);
  }
}
