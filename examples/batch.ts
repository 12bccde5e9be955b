import { Duration, Size, Stack, Validations } from 'aws-cdk-lib';
import { EcsFargateContainerDefinition, EcsJobDefinition, FargateComputeEnvironment, JobQueue } from 'aws-cdk-lib/aws-batch';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { LogDrivers } from 'aws-cdk-lib/aws-ecs';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { telescope } from './telescope';
import { NodejsImageAsset } from 'cdk-nodejs-image';

/** A job that runs one command in the image of a server: what the image starts by itself is only a default. */
export class BatchExample extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const image = new NodejsImageAsset(this, 'Telescope', { ...telescope, platform: Platform.LINUX_AMD64 });
    const vpc = new Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1, flowLogs: { all: {} } });
    const environment = new FargateComputeEnvironment(this, 'Environment', { vpc });
    new JobQueue(this, 'Queue', { computeEnvironments: [{ computeEnvironment: environment, order: 1 }] });

    const container = new EcsFargateContainerDefinition(this, 'Container', {
      image: image.containerImage,
      command: ['node', 'src/backend/check-feeds.js'],
      cpu: 0.25,
      memory: Size.mebibytes(512),
      readonlyRootFilesystem: true,
      logging: LogDrivers.awsLogs({ streamPrefix: 'check-feeds', logRetention: RetentionDays.THREE_MONTHS }),
    });
    new EcsJobDefinition(this, 'CheckFeeds', { container, retryAttempts: 2, timeout: Duration.minutes(10) });
    Validations.of(container).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'logging in to ECR takes no resource' });
  }
}
