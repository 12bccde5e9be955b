import { Stack, Validations } from 'aws-cdk-lib';
import { ComputeType } from 'aws-cdk-lib/aws-codebuild';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { CpuArchitecture, FargateTaskDefinition, LogDrivers, OperatingSystemFamily } from 'aws-cdk-lib/aws-ecs';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { letsChat } from './lets-chat';
import { AwsBuildSecret, ImageRepository, ImageTag, NodejsImageBuild } from 'cdk-nodejs-image';

/**
 * An image for two architectures, each built on machines of its own kind while the stack is deployed: nothing here runs
 * Docker. The reports of the gate are in CodeBuild, whether it passed or not.
 */
export class CloudBuildExample extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const image = new NodejsImageBuild(this, 'Chat', {
      ...letsChat,
      repository: new ImageRepository(this, 'Images', { movingTags: ['latest'] }),
      tags: [ImageTag.packageVersion(), ImageTag.moving('latest')],
      platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
      buildSecrets: [AwsBuildSecret.secretsManager('NPM_TOKEN', Secret.fromSecretNameV2(this, 'NpmToken', 'npm'), { jsonField: 'token' })],
      computeType: ComputeType.LARGE,
    });

    const task = new FargateTaskDefinition(this, 'Task', {
      cpu: 256,
      memoryLimitMiB: 512,
      runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
    });
    task.addContainer('app', {
      image: image.containerImage,
      portMappings: [{ containerPort: image.dockerfile.port! }],
      healthCheck: image.healthCheck,
      readonlyRootFilesystem: true,
      logging: LogDrivers.awsLogs({ streamPrefix: 'app', logRetention: RetentionDays.THREE_MONTHS }),
    });
    Validations.of(task).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'logging in to ECR takes no resource' });
  }
}
