import { BOOLEAN, listOf, required, shape, TEXT } from '../../props/index';

/** Which changes of a repository run what follows. */
export interface SourceFilters {
  /**
   * The branch that is built. A push to it runs the pipeline.
   *
   * @default 'main'
   */
  readonly branch?: string;

  /**
   * Names of git tags, with `*` for any characters: pushing such a tag runs the pipeline on it, beside the branch. A tag
   * may be on any commit, one that nobody has reviewed, too: with these the image can have no moving tags and go to no
   * environments.
   *
   * @default - tags run nothing
   */
  readonly gitTags?: string[];

  /**
   * The same for tags that the host lets nobody push but those who may release, whatever commit they are on: by a rule
   * for tags of GitHub, protected tags of GitLab, or permissions of Bitbucket. Moving tags and environments follow them.
   *
   * @default - tags run nothing
   */
  readonly protectedGitTags?: string[];

  /**
   * Paths of files, with `*` for any name and `**` for any folders: a push to the branch that changes none of them runs
   * nothing. At most eight.
   *
   * @default - every push runs the pipeline
   */
  readonly paths?: string[];

  /**
   * Paths of files whose changes alone run nothing when they are pushed; a pull request is gated whatever it changes. At
   * most eight.
   *
   * @default - none
   */
  readonly ignoredPaths?: string[];
}

/** A repository behind a connection of AWS. */
export interface ConnectionSourceOptions extends SourceFilters {
  /**
   * The ARN of the connection, which somebody has confirmed in the console.
   *
   * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-create.html
   */
  readonly connectionArn: string;

  /**
   * True if pull requests to the branch run the gates, and build without pushing. Their status is reported to them. Those
   * from forks are built after somebody with leave to write has approved them by a comment.
   *
   * @default true
   */
  readonly pullRequests?: boolean;
}

/** The git tags that run something. */
export function tagPatterns({ gitTags = [], protectedGitTags = [] }: SourceFilters): string[] {
  return [...gitTags, ...protectedGitTags];
}

export const SOURCE_FILTERS = shape<SourceFilters>('SourceFilters', {
  branch: TEXT,
  gitTags: listOf(TEXT),
  protectedGitTags: listOf(TEXT),
  paths: listOf(TEXT),
  ignoredPaths: listOf(TEXT),
});

export const CONNECTION_SOURCE_OPTIONS = shape<ConnectionSourceOptions>('ConnectionSourceOptions', {
  ...SOURCE_FILTERS.kinds,
  connectionArn: required(TEXT),
  pullRequests: BOOLEAN,
});
