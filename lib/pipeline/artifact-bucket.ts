import { Duration, RemovalPolicy, Size, Validations } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ImageInfrastructure } from '../delivery/infrastructure/image-infrastructure';

/** What a build hands on is a few variables in files, of some hundred bytes. Sources are larger. */
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
 * What the steps of one pipeline hand on: encrypted, never public.
 *
 * What promotions, deployments and rollbacks take stays for as long as CodePipeline knows the execution, since an approval may
 * be waited for 60 days and a rollback goes to whatever release was the last. Sources go after a month. The two are told by
 * their sizes, which a lifecycle can see; CodePipeline makes the names.
 *
 * The bucket is of one pipeline: its builds run what is in a source, and may write what the next steps read.
 */
export class ArtifactBucket extends Bucket {
  constructor(scope: Construct, id: string, encryptionKey: IKey | undefined) {
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
    Validations.of(this).acknowledge({ id: 'AwsSolutions-S1', reason: 'the pipeline alone writes and reads its artifacts, and keeps a history of its own' });
  }
}
