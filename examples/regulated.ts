import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { BackupPlan, BackupResource } from 'aws-cdk-lib/aws-backup';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { letsChat } from './lets-chat';
import { ImageInfrastructure, ImageScan, ImageTag, NodejsImageBuild, NodejsImagePipeline, PipelineSource } from 'cdk-nodejs-image';

/**
 * An image that a deployment builds, and one of a pipeline, in an organisation that is held to rules of its own: what the
 * library makes beside the images is encrypted by a key of the organisation, traced, kept for a year and in its network.
 */
export class RegulatedExample extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const key = new Key(this, 'Key', { enableKeyRotation: true });
    const deadLetterQueue = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.KMS, encryptionMasterKey: key, enforceSSL: true, retentionPeriod: Duration.days(14),
    });
    const topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
    const vpc = Vpc.fromVpcAttributes(this, 'Network', {
      vpcId: 'vpc-0a1b2c3d4e5f60718', availabilityZones: ['eu-central-1a', 'eu-central-1b'], privateSubnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-1a1b2c3d4e5f60718'],
    });

    // before the first image: much is shared by all of them
    ImageInfrastructure.of(this).configure({
      logEncryptionKey: key,
      logRetention: RetentionDays.ONE_YEAR,
      tracing: true,
      deadLetterQueue,
      functionConcurrency: 5,
      functionVpc: vpc,
      pointInTimeRecovery: true,
      accessLogBucket: Bucket.fromBucketName(this, 'AccessLogs', 'access-logs-of-the-organisation'),
      artifactVersions: true,
    });

    new NodejsImageBuild(this, 'Chat', { ...letsChat, vpc, encryptionKey: key });
    new NodejsImagePipeline(this, 'Releases', {
      ...letsChat,
      sourceRoot: letsChat.directory,
      source: PipelineSource.gitHub('team/lets-chat', {
        connectionArn: 'arn:aws:codeconnections:eu-central-1:123456789012:connection/0f0e0d0c-0000-4000-8000-000000000000',
      }),
      tags: [ImageTag.gitCommit()],
      scan: ImageScan.inspector(),
      vpc,
      encryptionKey: key,
      notificationTargets: [topic],
      alarms: { alarmActions: [new SnsAction(topic)] },
    });

    BackupPlan.daily35DayRetention(this, 'Backups').addSelection('Records', {
      resources: [BackupResource.fromConstruct(this)],
      // AWS Backup makes it in each account
      role: Role.fromRoleName(this, 'BackupRole', 'service-role/AWSBackupDefaultServiceRole'),
      disableDefaultBackupPolicy: true,
    });
    Validations.of(deadLetterQueue).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'it is a queue of dead letters' });
  }
}
