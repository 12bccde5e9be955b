import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, DockerImageFunction, FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { BalancedService } from './fargate';
import { twoStageDemo } from './two-stage-demo';
import { From, Instruction, NodejsImageAssetProps, NodejsImageDeployment, StageCustomization } from 'cdk-nodejs-image';

const ADAPTER = 'public.ecr.aws/awsguru/aws-lambda-adapter:1.0.1';

/**
 * A server that Lambda can run, too: the Lambda Web Adapter hands each event to it as a request. Lambda starts what lies
 * in `/opt/extensions`; elsewhere it is a file like any other.
 */
export const twoStageDemoWithAdapter: NodejsImageAssetProps = {
  ...twoStageDemo,
  customize: [
    StageCustomization.append('release', Instruction.copy(['/lambda-adapter'], '/opt/extensions/lambda-adapter', { from: From.image(ADAPTER), link: true })),
  ],
};

/** One image, built once, as a service of ECS and as a function of Lambda. */
export class LambdaExample extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const image = new NodejsImageDeployment(this, 'Api', {
      ...twoStageDemoWithAdapter,
      platforms: [Platform.LINUX_AMD64],
    });
    new BalancedService(this, 'Service', image);

    const logGroup = new LogGroup(this, 'FunctionLogs', { retention: RetentionDays.ONE_MONTH });
    const role = new Role(this, 'FunctionRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    const handler = new DockerImageFunction(this, 'Function', {
      code: image.lambdaCode(),
      architecture: Architecture.X86_64,
      memorySize: 512,
      timeout: Duration.seconds(15),
      environment: {
        AWS_LWA_PORT: String(image.dockerfile.port),
        AWS_LWA_READINESS_CHECK_PATH: '/health',
      },
      role,
      logGroup,
    });
    const url = handler.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
    new CfnOutput(this, 'FunctionUrl', { value: url.url });
  }
}
