import { Stack, Validations } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { FargateService } from 'aws-cdk-lib/aws-ecs';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { letsChat } from './lets-chat';
import { DeploymentTarget, ImageSbom, ImageScan, ImageSigning, ImageTag, NodejsImagePipeline, PipelineSource } from 'cdk-nodejs-image';

/**
 * Every push to the main branch is gated, built for two architectures, scanned, signed and released; then staging runs
 * it, and production when somebody has approved. Pull requests are gated and built, and not pushed.
 */
export class PipelineExample extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    const signingKey = new Key(this, 'SigningKey', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY });

    new NodejsImagePipeline(this, 'Chat', {
      ...letsChat,
      sourceRoot: letsChat.directory,
      source: PipelineSource.gitHub('team/lets-chat', {
        connectionArn: 'arn:aws:codeconnections:eu-central-1:123456789012:connection/0f0e0d0c-0000-4000-8000-000000000000',
        ignoredPaths: ['docs/**', '**/*.md'],
      }),
      platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
      tags: [ImageTag.gitCommit(), ImageTag.moving('main')],
      scan: ImageScan.inspector({
        maximum: { critical: 0, high: 0 },
        accepted: [{ id: 'CVE-2023-45853', reason: 'minizip is not in the package that Debian builds', expires: '2027-06-30' }],
      }),
      signing: ImageSigning.cosign(signingKey),
      sbom: ImageSbom.cycloneDx(),
      environments: [
        { name: 'staging', deployTo: [this.service('staging')], automaticRollback: true },
        { name: 'production', approvalTopic: topic, deployTo: [this.service('production')], automaticRollback: true },
      ],
      baseImageSchedule: Schedule.expression('rate(1 day)'),
      notificationTargets: [topic],
      dashboard: true,
      alarms: { maximumImageGrowth: 10 },
    });
    Validations.of(signingKey).acknowledge({ id: 'AwsSolutions-KMS5', reason: 'a key that signs cannot be rotated' });
  }

  /** A service that another stack has, and the role that its tasks are started with. */
  private service(environment: string): DeploymentTarget {
    const service = FargateService.fromServiceArnWithCluster(this, `${environment}-service`, `arn:aws:ecs:eu-central-1:123456789012:service/${environment}/chat`);
    const role = Role.fromRoleName(this, `${environment}-tasks`, `chat-${environment}-tasks`);
    Validations.of(role).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'logging in to ECR takes no resource' });
    return DeploymentTarget.ecs(service, { taskRoles: [role] });
  }
}
