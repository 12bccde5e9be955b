import { Stack, Validations } from 'aws-cdk-lib';
import { CfnService } from 'aws-cdk-lib/aws-apprunner';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { twoStageDemo } from './two-stage-demo';
import { NodejsImageAsset } from 'cdk-nodejs-image';

/** App Runner takes an image of amd64 from the repository of the bootstrap stack, by a role of its own. */
export class AppRunnerExample extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const image = new NodejsImageAsset(this, 'Api', { ...twoStageDemo, platform: Platform.LINUX_AMD64 });
    const accessRole = new Role(this, 'AccessRole', { assumedBy: new ServicePrincipal('build.apprunner.amazonaws.com') });
    const pull = image.grantPull(accessRole);

    const service = new CfnService(this, 'Service', {
      sourceConfiguration: {
        authenticationConfiguration: { accessRoleArn: accessRole.roleArn },
        autoDeploymentsEnabled: false,
        imageRepository: {
          imageIdentifier: image.imageUri,
          imageRepositoryType: 'ECR',
          imageConfiguration: { port: String(image.dockerfile.port) },
        },
      },
      healthCheckConfiguration: { protocol: 'HTTP', path: '/health' },
      instanceConfiguration: { cpu: '256', memory: '512' },
    });
    pull.applyBefore(service);
    Validations.of(accessRole).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'logging in to ECR takes no resource' });
  }
}
