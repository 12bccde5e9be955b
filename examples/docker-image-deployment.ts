import { App, Stack } from 'aws-cdk-lib';
import { Destination, DockerImageDeployment } from 'cdk-docker-image-deployment';
import { Construct } from 'constructs';
import { twoStageDemo } from './two-stage-demo';
import { ImageRepository, NodejsImageSource } from 'cdk-nodejs-image';

/**
 * The same directory by the construct of cdk-docker-image-deployment. It is an app of its own: that construct bundles its
 * functions while it synthesizes, and names its custom resource by the time, so that no two syntheses are the same.
 */
export class DockerImageDeploymentExample extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DockerImageDeployment(this, 'Api', {
      source: new NodejsImageSource(twoStageDemo),
      destination: Destination.ecr(new ImageRepository(this, 'Images', { movingTags: ['latest'] }), { tag: 'latest' }),
    });
  }
}

const app = new App();
new DockerImageDeploymentExample(app, 'DockerImageDeployment');
app.synth();
