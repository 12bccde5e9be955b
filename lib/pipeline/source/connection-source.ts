import { Arn, ArnFormat, Token } from 'aws-cdk-lib';
import { Artifact, GitPushFilter, ProviderType } from 'aws-cdk-lib/aws-codepipeline';
import { Construct } from 'constructs';
import { requireProps } from '../../props/index';
import { PipelineError } from '../pipeline-error';
import { ConnectionProvider } from './connection-providers';
import { ConnectionSourceAction } from './connection-source-action';
import { CONNECTION_SOURCE_OPTIONS, ConnectionSourceOptions, tagPatterns } from './connection-source-options';
import { ConnectionTrigger } from './connection-trigger';
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
