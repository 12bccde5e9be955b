import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { architectureOf } from '../codebuild/architecture';
import { PLATFORM } from '../codebuild/kinds';
import { DeliveryError } from '../context/delivery-error';
import { prepare } from '../context/prepare';
import { NodejsImageOptions } from '../image/index';
import { NODEJS_IMAGE_OPTIONS } from '../image/shapes';
import { requireProps, shape } from '../props/index';
import { buildLocally } from './assets/build-locally';
import { LocalBuild } from './assets/local-build';
import { offerGateReports } from './gate-reports';
import { LOCAL_BUILD_OPTIONS, LocalBuildOptions } from './local-build-options';
import { DeliveredImage, NodejsImageBase } from './nodejs-image-base';

/** Properties of an image that is built where `cdk deploy` runs. */
export interface NodejsImageAssetProps extends NodejsImageOptions, LocalBuildOptions {
  /**
   * The platform to build for: `linux/amd64` or `linux/arm64`, whatever the machine that builds is.
   *
   * @default Platform.LINUX_AMD64, which ECS and Lambda run by default
   */
  readonly platform?: Platform;
}

export const NODEJS_IMAGE_ASSET_PROPS = shape<NodejsImageAssetProps>('NodejsImageAssetProps', {
  ...NODEJS_IMAGE_OPTIONS.kinds,
  ...LOCAL_BUILD_OPTIONS.kinds,
  platform: PLATFORM,
});

/**
 * The image of a Node.js project, built, gated and pushed to the bootstrap repository by `cdk deploy`. Where a gate
 * fails the deployment fails, and nothing is pushed.
 */
@propertyInjectable
export class NodejsImageAsset extends NodejsImageBase {
  /** The id by which `PropertyInjectors` of the CDK know this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-nodejs-image.NodejsImageAsset';

  /** The asset; none where a secret has to be fetched while the image is built. */
  public readonly asset?: DockerImageAsset;
  /** Changes if and only if the build context, the Dockerfile or what the build is given changes. */
  public readonly assetHash: string;
  /** @internal */
  protected readonly _delivered: DeliveredImage;

  /**
   * @throws if the directory is not a project that can be read, if a prop holds a token, or if something that cannot
   * be told from the project is not given.
   */
  constructor(scope: Construct, id: string, props: NodejsImageAssetProps) {
    super(scope, id);
    requireProps(this.node.path, props, NODEJS_IMAGE_ASSET_PROPS, DeliveryError, { open: new.target !== NodejsImageAsset });
    const { platform = Platform.LINUX_AMD64, networkMode, cacheFrom, cacheTo, cacheDisabled, displayName, assetName, ...options } = props;
    const architecture = architectureOf(platform);
    const { dockerfile, context } = prepare(this, options, 'buildSecrets');
    const build: LocalBuild = {
      context,
      buildArgs: options.buildArgs ?? {},
      buildSecrets: options.buildSecrets ?? [],
      platform: architecture.platform,
      networkMode,
      cacheFrom,
      cacheTo,
      cacheDisabled,
      displayName,
      assetName,
    };
    const built = buildLocally(this, build);
    if (dockerfile.gates.length) {
      offerGateReports(this, build);
    }
    this.asset = built.asset;
    this.assetHash = built.assetHash;
    const { repository, imageTag } = built;
    this._delivered = { dockerfile, repository, imageTag, contentTag: imageTag, architectures: [architecture.name] };
    this.warn([...dockerfile.warnings, ...context.warnings]);
  }
}
