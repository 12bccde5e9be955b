import { Fn } from 'aws-cdk-lib';
import { Source, SourceConfig, SourceContext } from 'cdk-docker-image-deployment';
import { Construct } from 'constructs';
import { DeliveryError } from '../context/delivery-error';
import { requireProps } from '../props/index';
import { NODEJS_IMAGE_ASSET_PROPS, NodejsImageAsset, NodejsImageAssetProps } from './nodejs-image-asset';

/**
 * A Node.js project as the source of `DockerImageDeployment` of cdk-docker-image-deployment. `NodejsImageDeployment` does
 * the same without that library's limits: its functions run on an ended runtime, and each synthesis deploys anew.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { Repository } from 'aws-cdk-lib/aws-ecr';
 * import { Destination, DockerImageDeployment } from 'cdk-docker-image-deployment';
 * import { NodejsImageSource } from 'cdk-nodejs-image';
 *
 * declare const stack: Stack;
 * new DockerImageDeployment(stack, 'Api', {
 *   source: new NodejsImageSource({ directory: 'examples/two-stage-demo' }),
 *   destination: Destination.ecr(new Repository(stack, 'Images'), { tag: 'latest' }),
 * });
 *
 * @see https://github.com/cdklabs/cdk-docker-image-deployment
 */
export class NodejsImageSource extends Source {
  constructor(private readonly props: NodejsImageAssetProps) {
    super();
    requireProps('NodejsImageSource', props, NODEJS_IMAGE_ASSET_PROPS, DeliveryError);
  }

  /** Builds the image, and lets the deployment pull it. */
  public bind(scope: Construct, context: SourceContext): SourceConfig {
    const image = new NodejsImageAsset(scope, 'NodejsImage', this.props);
    const { region } = image.repository.env;
    const registry = Fn.select(0, Fn.split('/', image.imageUri));
    image.grantPull(context.handlerRole);
    return {
      imageUri: image.imageUri,
      imageTag: image.imageTag,
      loginConfig: {
        loginCommand: `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${registry}`,
        region,
      },
    };
  }
}
