import { CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { CfnExpressGatewayService } from 'aws-cdk-lib/aws-ecs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { twoStageDemo } from './two-stage-demo';
import { NodejsImageAsset } from 'cdk-nodejs-image';

/** A service of ECS Express Mode: ECS makes the load balancer, its certificate and the scaling, in the account's default VPC. */
export class ExpressExample extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const image = new NodejsImageAsset(this, 'Api', { ...twoStageDemo, platform: Platform.LINUX_AMD64 });

    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.THREE_MONTHS });
    const executionRole = new Role(this, 'ExecutionRole', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    const pull = image.grantPull(executionRole);
    const log = logGroup.grantWrite(executionRole);
    // an account has one, with the policy AmazonECSInfrastructureRoleforExpressGatewayServices; the console of ECS makes it, too
    const infrastructureRole = Role.fromRoleName(this, 'InfrastructureRole', 'ecsInfrastructureRoleForExpressServices');

    const service = new CfnExpressGatewayService(this, 'Service', {
      executionRoleArn: executionRole.roleArn,
      infrastructureRoleArn: infrastructureRole.roleArn,
      primaryContainer: {
        image: image.imageUri,
        containerPort: image.dockerfile.port,
        awsLogsConfiguration: { logGroup: logGroup.logGroupName, logStreamPrefix: 'api' },
      },
      cpu: '256',
      memory: '512',
      healthCheckPath: '/health',
      scalingTarget: { minTaskCount: 1, maxTaskCount: 4 },
    });
    [pull, log].forEach(grant => grant.applyBefore(service));
    new CfnOutput(this, 'Endpoint', { value: service.attrEndpoint });
    Validations.of(executionRole).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'logging in to ECR takes no resource' });
  }
}
