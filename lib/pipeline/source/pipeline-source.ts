import { IRepository } from 'aws-cdk-lib/aws-codecommit';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { instanceOf } from '../../props/index';
import { CodeCommitSource, CodeCommitSourceOptions } from './code-commit-source';
import { CONNECTION_PROVIDERS } from './connection-providers';
import { ConnectionSource } from './connection-source';
import { ConnectionSourceOptions } from './connection-source-options';
import { S3Source, S3SourceOptions } from './s3-source';
import { SourceDefinition } from './source-definition';

/**
 * Where a pipeline has its sources from, and which changes run it.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 */
export class PipelineSource {
  /**
   * A repository of GitHub.
   *
   * @param repository `owner/name`
   * @throws if the repository, the branch, the ARN of the connection or a pattern is not what it may be
   */
  public static gitHub(repository: string, options: ConnectionSourceOptions): PipelineSource {
    return new PipelineSource(new ConnectionSource(CONNECTION_PROVIDERS.gitHub, repository, options));
  }

  /**
   * A project of GitLab.
   *
   * @param repository `group/name`, with all groups
   * @throws as `gitHub()` does
   */
  public static gitLab(repository: string, options: ConnectionSourceOptions): PipelineSource {
    return new PipelineSource(new ConnectionSource(CONNECTION_PROVIDERS.gitLab, repository, options));
  }

  /**
   * A repository of Bitbucket.
   *
   * @param repository `workspace/name`
   * @throws as `gitHub()` does
   */
  public static bitbucket(repository: string, options: ConnectionSourceOptions): PipelineSource {
    return new PipelineSource(new ConnectionSource(CONNECTION_PROVIDERS.bitbucket, repository, options));
  }

  /**
   * A repository of CodeCommit. A push to the branch runs the pipeline.
   *
   * @throws if an option is not one that there is
   */
  public static codeCommit(repository: IRepository, options: CodeCommitSourceOptions = {}): PipelineSource {
    return new PipelineSource(new CodeCommitSource(repository, options));
  }

  /**
   * A ZIP file in a bucket that keeps versions. There is no commit, so that no tag can be made of one.
   *
   * @param key The key of the object, such as `sources/api.zip`.
   * @throws if the key is empty or begins with `/`, or an option is not one that there is
   */
  public static s3(bucket: IBucket, key: string, options: S3SourceOptions = {}): PipelineSource {
    return new PipelineSource(new S3Source(bucket, key, options));
  }

  private constructor(
    /** @internal */
    public readonly _definition: SourceDefinition) {
  }
}

export const PIPELINE_SOURCE = instanceOf('PipelineSource', () => PipelineSource, {
  example: 'PipelineSource.gitHub("owner/name", { connectionArn })',
  instead: value => typeof value === 'string' ? `PipelineSource.gitHub(${JSON.stringify(value)}, { connectionArn })` : undefined,
});
