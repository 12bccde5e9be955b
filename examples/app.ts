import { App, Stack, Validations } from 'aws-cdk-lib';
import { Compatibility, LogDrivers, TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AppRunnerExample } from './app-runner';
import { BatchExample } from './batch';
import { CloudBuildExample } from './cloud-build';
import { EksExample } from './eks';
import { ExpressExample } from './express';
import { FargateExample } from './fargate';
import { LambdaExample } from './lambda';
import { letsChat } from './lets-chat';
import { MonorepoExample } from './monorepo';
import { OrganisationExample } from './organisation';
import { PipelineExample } from './pipeline';
import { RegulatedExample } from './regulated';
import { telescope } from './telescope';
import { telescopeServices } from './telescope-services';
import { twoStageDemo } from './two-stage-demo';
import { WebhookExample } from './webhook';
import { yarn } from './yarn';
import { NodejsImageAsset, NodejsImageAssetProps } from 'cdk-nodejs-image';

/** A stack for each application, with a task definition of ECS that runs its images. */
export class ExampleStack extends Stack {
  constructor(scope: Construct, id: string, images: { [name: string]: NodejsImageAssetProps }) {
    super(scope, id);
    for (const [name, props] of Object.entries(images)) {
      const image = new NodejsImageAsset(this, name, props);
      const task = new TaskDefinition(this, `${name}-task`, { compatibility: Compatibility.FARGATE, cpu: '256', memoryMiB: '512' });
      task.addContainer('app', {
        image: image.containerImage,
        portMappings: [{ containerPort: props.port! }],
        healthCheck: image.healthCheck,
        logging: LogDrivers.awsLogs({ streamPrefix: name, logRetention: RetentionDays.THREE_MONTHS }),
      });
      Validations.of(task).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'logging in to ECR takes no resource' });
    }
  }
}

export const app = new App();
new ExampleStack(app, 'LetsChat', { 'lets-chat': letsChat });
new ExampleStack(app, 'TwoStageDemo', { 'two-stage-demo': twoStageDemo });
new ExampleStack(app, 'Yarn', { yarn });
new ExampleStack(app, 'Telescope', { telescope });
new ExampleStack(app, 'TelescopeServices', telescopeServices);
new FargateExample(app, 'Fargate');
new LambdaExample(app, 'Lambda');
new AppRunnerExample(app, 'AppRunner');
new BatchExample(app, 'Batch');
new ExpressExample(app, 'Express');
new EksExample(app, 'Eks');
new CloudBuildExample(app, 'CloudBuild');
new PipelineExample(app, 'Pipeline');
new MonorepoExample(app, 'Monorepo');
new WebhookExample(app, 'Webhook');
new OrganisationExample(app, 'Organisation');
new RegulatedExample(app, 'Regulated');
app.synth();
