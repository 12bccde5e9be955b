/** A host of git repositories that connections lead to. */
export interface ConnectionProvider {
  readonly name: string;
  /** The type of source that CodeBuild has for it. */
  readonly type: string;
  /** The address of its repositories, before `owner/name.git`. */
  readonly address: string;
  /** The names that it takes. */
  readonly repository: RegExp;
  /** The events of a pull request that its webhooks know, after which there may be something new to gate. */
  readonly pullRequestEvents: readonly string[];
}

const PULL_REQUEST_EVENTS = ['PULL_REQUEST_CREATED', 'PULL_REQUEST_UPDATED', 'PULL_REQUEST_REOPENED'];

/**
 * Each host, as CodeBuild names it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-codebuild-project-source.html
 */
export const CONNECTION_PROVIDERS = {
  gitHub: { name: 'GitHub', type: 'GITHUB', address: 'https://github.com/', repository: /^[\w.-]+\/[\w.-]+$/, pullRequestEvents: PULL_REQUEST_EVENTS },
  gitLab: { name: 'GitLab', type: 'GITLAB', address: 'https://gitlab.com/', repository: /^[\w.-]+(\/[\w.-]+)+$/, pullRequestEvents: PULL_REQUEST_EVENTS },
  // a pull request of Bitbucket is not opened again: https://docs.aws.amazon.com/codebuild/latest/userguide/bitbucket-webhook.html
  bitbucket: {
    name: 'Bitbucket', type: 'BITBUCKET', address: 'https://bitbucket.org/', repository: /^[\w.-]+\/[\w.-]+$/,
    pullRequestEvents: PULL_REQUEST_EVENTS.filter(event => event !== 'PULL_REQUEST_REOPENED'),
  },
} as const;
