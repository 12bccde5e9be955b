import { App, Stack } from 'aws-cdk-lib';
import { Compatibility, TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { letsChat } from './lets-chat';
import { telescope } from './telescope';
import { telescopeServices } from './telescope-services';
import { twoStageDemo } from './two-stage-demo';
import { yarn } from './yarn';
import { NodejsImageAsset, NodejsImageAssetProps } from 'cdk-nodejs-image';

/** A stack for each example, with a task definition of ECS that runs its images. */
export class ExampleStack extends Stack {
  constructor(app: App, id: string, images: { [name: string]: NodejsImageAssetProps }) {
    super(app, id);
    for (const [name, props] of Object.entries(images)) {
      const image = new NodejsImageAsset(this, name, props);
      const task = new TaskDefinition(this, `${name}-task`, { compatibility: Compatibility.FARGATE, cpu: '256', memoryMiB: '512' });
      task.addContainer('app', { image: image.containerImage, portMappings: [{ containerPort: props.port! }] });
    }
  }
}

const app = new App();
new ExampleStack(app, 'LetsChat', { 'lets-chat': letsChat });
new ExampleStack(app, 'TwoStageDemo', { 'two-stage-demo': twoStageDemo });
new ExampleStack(app, 'Yarn', { yarn });
new ExampleStack(app, 'Telescope', { telescope });
new ExampleStack(app, 'TelescopeServices', telescopeServices);
app.synth();
