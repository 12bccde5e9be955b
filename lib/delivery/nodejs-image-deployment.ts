import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Destination } from 'cdk-docker-image-deployment';
import { Construct } from 'constructs';
import { architecturesOf } from '../codebuild/architecture';
import { jsonOf } from '../codebuild/json-variable';
import { PLATFORM } from '../codebuild/kinds';
import { DeliveryError } from '../context/delivery-error';
import { contentTagOf } from '../context/sha256';
import { NodejsImageOptions } from '../image/index';
import { NODEJS_IMAGE_OPTIONS } from '../image/shapes';
import { foreign, listOf, only, requireProps, shape } from '../props/index';
import { ImageDelivery } from './builds/image-delivery';
import { Publisher } from './builds/publisher';
import { DESTINATION_OPTIONS, DestinationOptions } from './destination-options';
import { LOCAL_BUILD_OPTIONS, LocalBuildOptions } from './local-build-options';
import { NODEJS_IMAGE_ASSET_PROPS, NodejsImageAsset } from './nodejs-image-asset';
import { DeliveredImage, NodejsImageBase } from './nodejs-image-base';
import { pushDestination, pushDestinationOf } from './push-destination';

/** Properties of an image that is built where `cdk deploy` runs and pushed to a repository of your own. */
export interface NodejsImageDeploymentProps extends NodejsImageOptions, LocalBuildOptions, DestinationOptions {
  /**
   * The repository and the tag as cdk-docker-image-deployment takes them, instead of `repository`. Its tag is one more
   * of the image's tags.
   *
   * @default - `repository` and `tags` have the word
   */
  readonly destination?: Destination;

  /**
   * The platforms to build for. With several, one tag stands for all of them.
   *
   * @default [Platform.LINUX_AMD64]
   */
  readonly platforms?: Platform[];
}

export const NODEJS_IMAGE_DEPLOYMENT_PROPS = shape<NodejsImageDeploymentProps>('NodejsImageDeploymentProps', {
  ...NODEJS_IMAGE_OPTIONS.kinds,
  ...LOCAL_BUILD_OPTIONS.kinds,
  ...DESTINATION_OPTIONS.kinds,
  destination: foreign('Destination'),
  platforms: listOf(PLATFORM),
});

/**
 * The image of a Node.js project, built and gated by `cdk deploy`, in a repository of your own, under tags of your own.
 * A build of CodeBuild brings it there from the bootstrap repository, byte by byte the same, when the image or a tag
 * changes and not otherwise.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { Repository } from 'aws-cdk-lib/aws-ecr';
 * import { ImageTag, NodejsImageDeployment } from 'cdk-nodejs-image';
 *
 * declare const stack: Stack;
 * const image = new NodejsImageDeployment(stack, 'Api', {
 *   directory: 'examples/two-stage-demo',
 *   repository: Repository.fromRepositoryName(stack, 'Images', 'team/api'),
 *   tags: [ImageTag.gitCommit({ length: 12 })],
 * });
 */
@propertyInjectable
export class NodejsImageDeployment extends NodejsImageBase {
  /** The id by which `PropertyInjectors` of the CDK know this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-nodejs-image.NodejsImageDeployment';

  /** @internal */
  protected readonly _delivered: DeliveredImage;

  /**
   * @throws if the directory is not a project that can be read, if a prop holds a token, if something that cannot be
   * told from the project is not given, or if a tag is none.
   */
  constructor(scope: Construct, id: string, props: NodejsImageDeploymentProps) {
    super(scope, id);
    requireProps(this.node.path, props, NODEJS_IMAGE_DEPLOYMENT_PROPS, DeliveryError, { open: new.target !== NodejsImageDeployment });
    const { repository, destination, tags, platforms, ...rest } = props;
    const build = only(rest, NODEJS_IMAGE_ASSET_PROPS);
    const architectures = architecturesOf(platforms ?? [Platform.LINUX_AMD64]);
    const assets = architectures.map(({ id: name, platform }) => new NodejsImageAsset(this, platforms ? name : 'Image', { ...build, platform }));
    const publisher = Publisher.of(this);
    assets.forEach(asset => asset.grantPull(publisher.role));
    const contentTag = contentTagOf(assets.map(({ assetHash }) => assetHash));
    const { dockerfile } = assets[0];
    const request = { contentTag, dockerfile, pushers: [publisher.role] };
    const pushedTo = destination
      ? pushDestinationOf(this, destination, { repository, tags }, request)
      : pushDestination(this, { repository, tags }, request);

    const delivery = new ImageDelivery(this, 'Delivery', {
      contentTag: pushedTo.contentTag,
      stages: [[publisher.publish({
        SOURCES: jsonOf(this, assets.map(({ imageUri }) => imageUri)),
        REPOSITORY: pushedTo.repository.repositoryUri,
        ...pushedTo.records.variables,
        BY_CONTENT_TAG: this._byContentTag,
        TAGS: jsonOf(this, pushedTo.further),
      })]],
    });
    this._delivered = delivery.image(pushedTo, dockerfile, architectures.map(({ name }) => name));
  }
}
