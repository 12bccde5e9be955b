import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerInsights, FargateService, FargateTaskDefinition, LinuxParameters, LogDrivers } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancer, ApplicationProtocol } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { twoStageDemo } from './two-stage-demo';
import { ImageRepository, ImageTag, INodejsImage, NodejsImageDeployment } from 'cdk-nodejs-image';

/** An image in a repository of its own, under the version of its package, behind a load balancer. */
export class FargateExample extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const image = new NodejsImageDeployment(this, 'Api', {
      ...twoStageDemo,
      repository: new ImageRepository(this, 'Images', { keepReleases: 20 }),
      tags: [ImageTag.packageVersion({ prefix: 'v' }), ImageTag.contentHash()],
    });
    new BalancedService(this, 'Service', image);
  }
}

/** A service of ECS on Fargate behind a load balancer; what the container needs to know, the image tells. */
export class BalancedService extends Construct {
  constructor(scope: Construct, id: string, image: INodejsImage) {
    super(scope, id);
    const vpc = new Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1, flowLogs: { all: {} } });
    const cluster = new Cluster(this, 'Cluster', { vpc, containerInsightsV2: ContainerInsights.ENABLED });

    const task = new FargateTaskDefinition(this, 'Task', { cpu: 256, memoryLimitMiB: 512 });
    task.addContainer('app', {
      image: image.containerImage,
      portMappings: [{ containerPort: image.dockerfile.port! }],
      healthCheck: image.healthCheck,
      linuxParameters: new LinuxParameters(this, 'Linux', { initProcessEnabled: image.initProcessEnabled }),
      readonlyRootFilesystem: true,
      logging: LogDrivers.awsLogs({ streamPrefix: 'app', logRetention: RetentionDays.THREE_MONTHS }),
    });
    const service = new FargateService(this, 'Service', {
      cluster,
      taskDefinition: task,
      desiredCount: 2,
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
    });

    const balancer = new ApplicationLoadBalancer(this, 'Balancer', { vpc, internetFacing: true, dropInvalidHeaderFields: true });
    balancer.addListener('Http', { port: 80 }).addTargets('App', {
      targets: [service],
      port: image.dockerfile.port,
      protocol: ApplicationProtocol.HTTP,
      healthCheck: { path: '/health' },
      deregistrationDelay: Duration.seconds(30),
    });
    Validations.of(balancer).acknowledge(
      { id: 'AwsSolutions-EC23', reason: 'the load balancer is the public entrance' },
      { id: 'AwsSolutions-ELB2', reason: 'access logs need the region at synthesis, and the examples are for any region' },
    );
    Validations.of(task).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'logging in to ECR takes no resource' });
  }
}
