import { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { BOOLEAN, foreign, listOf, NUMBER, shape } from '../../props/index';

/**
 * Options of the resources that this library makes beside images: log groups, functions, rules, a table,
 * a bucket. Many of them are shared by all images of a stack, so that no prop of one image could set them.
 */
export interface ImageInfrastructureOptions {
  /**
   * The key that encrypts the log groups. CloudWatch Logs is given leave to use it, in its policy, for the log groups of this
   * account; a key that was made elsewhere has to have it, and a warning says so.
   *
   * @default - CloudWatch Logs encrypts by a key of its own, at no charge
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly logEncryptionKey?: IKey;

  /**
   * How long the log groups keep their lines.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * True if X-Ray traces the functions that deployments wait for, and their state machine.
   *
   * @default false
   */
  readonly tracing?: boolean;

  /**
   * Where the functions that deployments wait for, and the rules of EventBridge, leave what could not be delivered.
   *
   * @default - nowhere: it is lost after the retries of the services
   */
  readonly deadLetterQueue?: IQueue;

  /**
   * How many executions at once are reserved for each of the five functions that deployments wait for, and how many there are at
   * most: a whole number, from one on. What is reserved is taken from the other functions of the account. Images of a stack that are deployed at the same
   * time wait for each other beyond it, so that it should be as many as a stack has.
   *
   * @default - none are reserved, and the account has the limit
   */
  readonly functionConcurrency?: number;

  /**
   * The network of the functions that deployments wait for. They need a way to CodeBuild, Lambda, Step Functions, CloudWatch
   * Logs and S3, where CloudFormation waits for their answers. Builds have a prop of their own.
   *
   * @default - Lambda's own
   */
  readonly functionVpc?: IVpc;

  /**
   * The subnets of `functionVpc`.
   *
   * @default - private subnets with a way out
   */
  readonly functionSubnets?: SubnetSelection;

  /**
   * The security groups of the functions in `functionVpc`.
   *
   * @default - one for all of them, that lets everything out and nothing in
   */
  readonly functionSecurityGroups?: ISecurityGroup[];

  /**
   * True if the table of the records of images can be brought back to any moment of the last 35 days.
   *
   * @default false - an image whose record is lost is built again
   */
  readonly pointInTimeRecovery?: boolean;

  /**
   * Where S3 logs the access to the artifacts of pipelines. The bucket has to take it, as one of the CDK does.
   *
   * @default - nowhere: the pipeline has a history of its own
   */
  readonly accessLogBucket?: IBucket;

  /**
   * True if the bucket of artifacts keeps what is overwritten or deleted, for a month.
   *
   * @default false - artifacts have a name of their own in each run
   */
  readonly artifactVersions?: boolean;
}

/** A member of an enum of numbers. */
const RETENTION_DAYS = { ...NUMBER, type: 'RetentionDays', expected: 'a member of RetentionDays' };

export const IMAGE_INFRASTRUCTURE_OPTIONS = shape<ImageInfrastructureOptions>('ImageInfrastructureOptions', {
  logEncryptionKey: foreign('IKey'),
  logRetention: RETENTION_DAYS,
  tracing: BOOLEAN,
  deadLetterQueue: foreign('IQueue'),
  functionConcurrency: NUMBER,
  functionVpc: foreign('IVpc'),
  functionSubnets: foreign('SubnetSelection'),
  functionSecurityGroups: listOf(foreign('ISecurityGroup')),
  pointInTimeRecovery: BOOLEAN,
  accessLogBucket: foreign('IBucket'),
  artifactVersions: BOOLEAN,
});
