/** A host of git repositories that connections lead to. */
export interface ConnectionProvider {
  readonly name: string;
  /** The type of source that CodeBuild has for it. */
  readonly type: string;
  /** The address of its repositories, before `owner/name.git`. */
  readonly address: string;
  /** The names that it takes. */
  readonly repository: RegExp;
}

/**
 * Each host, as CodeBuild names it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-codebuild-project-source.html
 */
export const CONNECTION_PROVIDERS = {
  gitHub: { name: 'GitHub', type: 'GITHUB', address: 'https://github.com/', repository: /^[\w.-]+\/[\w.-]+$/ },
  gitLab: { name: 'GitLab', type: 'GITLAB', address: 'https://gitlab.com/', repository: /^[\w.-]+(\/[\w.-]+)+$/ },
  bitbucket: { name: 'Bitbucket', type: 'BITBUCKET', address: 'https://bitbucket.org/', repository: /^[\w.-]+\/[\w.-]+$/ },
} as const;
