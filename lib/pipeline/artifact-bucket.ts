import { Duration, RemovalPolicy, Size, Token, Validations } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ImageInfrastructure } from '../codebuild/infrastructure/image-infrastructure';
import { onePerStack } from '../codebuild/one-per-stack';
import { digitsOf } from './shared/identity';

/** Largest artifact that a build hands on: a few variables in files, of some hundred bytes. Sources are larger. */
const LARGEST_HANDED_ON = Size.kibibytes(64);

/**
 * CodePipeline goes back to executions of the last 12 months, with the artifacts that they had; beyond that nothing can ask
 * for one.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelineExecutions.html
 */
const HISTORY = Duration.days(400);

/** Nobody builds again what was pushed so long ago: that takes a push of today. */
const SOURCES = Duration.days(30);

/**
 * How much of the name of a pipeline CodePipeline names the folder of its artifacts by.
 *
 * @see https://repost.aws/questions/QUI91tw7A9SUOMohJurNqmgA
 */
export const FOLDER_LENGTH = 20;

const ID = 'NodejsImageArtifacts';

/**
 * Bucket of the artifacts that the steps of pipelines hand on: encrypted, never public.
 *
 * What promotions, deployments and rollbacks take stays for as long as CodePipeline knows the execution, since an approval may
 * be waited for 60 days and a rollback goes to whatever release was the last. Sources go after a month. The two are told by
 * their sizes, which a lifecycle can see; CodePipeline makes the names.
 *
 * The pipelines of a stack share it. The builds of each run what is in its source, so that they are let into the folder of
 * their own pipeline alone. Where the name of a pipeline is too long for a folder that no other has, the bucket is its own.
 */
export class ArtifactBucket extends Bucket {
  /** The bucket of a pipeline. */
  public static of(scope: Construct, pipelineName: string, encryptionKey: IKey | undefined): ArtifactBucket {
    return folderOf(pipelineName) === undefined
      ? new ArtifactBucket(scope, 'Artifacts', encryptionKey)
      : onePerStack(scope, `${ID}${digitsOf(scope, { key: encryptionKey?.keyArn })}`, (stack, id) => new ArtifactBucket(stack, id, encryptionKey));
  }

  private constructor(scope: Construct, id: string, encryptionKey: IKey | undefined) {
    const { accessLogBucket, artifactVersions } = ImageInfrastructure._optionsFor(scope);
    super(scope, id, {
      encryption: encryptionKey ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED,
      encryptionKey,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      serverAccessLogsBucket: accessLogBucket,
      serverAccessLogsPrefix: accessLogBucket && `${scope.node.path}/${id}/`,
      versioned: artifactVersions,
      lifecycleRules: [
        { id: 'Sources', objectSizeGreaterThan: LARGEST_HANDED_ON.toBytes(), expiration: SOURCES },
        {
          id: 'All',
          expiration: HISTORY,
          noncurrentVersionExpiration: artifactVersions ? SOURCES : undefined,
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      // nothing but the pipeline reads it, and CloudFormation deletes no bucket that has something in it
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    Validations.of(this).acknowledge({ id: 'AwsSolutions-S1', reason: 'the pipelines alone write and read their artifacts, and keep a history of their own' });
  }
}

/** The folder of a pipeline in the bucket; none where it may be that of another one, too. */
export function folderOf(pipelineName: string): string | undefined {
  return Token.isUnresolved(pipelineName) || pipelineName.length > FOLDER_LENGTH ? undefined : pipelineName;
}
