import { Annotations, IgnoreMode, Stage } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { DockerCacheOption, DockerImageAsset, NetworkMode, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { DockerImageCode, EcrImageCodeProps } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BuildSecret, NodejsDockerfile, NodejsImageOptions } from '../image/index';
import { contextCache } from './context/context-cache';
import { materialise } from './context/materialise';
import { DeliveryError } from './delivery-error';
import { refuseTokens } from './refuse-tokens';

/** Properties of an image that is built where `cdk deploy` runs. */
export interface NodejsImageAssetProps extends NodejsImageOptions {
  /**
   * The platform to build for: `linux/amd64` or `linux/arm64`.
   *
   * @default - the platform of the machine that builds
   */
  readonly platform?: Platform;

  /**
   * The network of the build's `RUN` instructions.
   *
   * @default - the builder's default
   */
  readonly networkMode?: NetworkMode;

  /**
   * Caches to read.
   *
   * @default - none but the builder's own
   */
  readonly cacheFrom?: DockerCacheOption[];

  /**
   * A cache to write.
   *
   * @default - none but the builder's own
   */
  readonly cacheTo?: DockerCacheOption;

  /**
   * Whether the builder's cache is not to be used.
   *
   * @default false
   */
  readonly cacheDisabled?: boolean;

  /**
   * The name shown while the image is built and pushed.
   *
   * @default - the path of the construct
   */
  readonly displayName?: string;
}

/**
 * The image of a Node.js project, built, gated and pushed to the bootstrap repository by `cdk deploy`. Where a gate
 * fails the deployment fails, and nothing is pushed.
 */
export class NodejsImageAsset extends Construct {
  /** The asset. */
  public readonly asset: DockerImageAsset;
  /** The Dockerfile, with the decisions behind it. */
  public readonly dockerfile: NodejsDockerfile;
  /** The image with its tag, as a container service takes it. */
  public readonly imageUri: string;
  /** The repository that the image is pushed to. */
  public readonly repository: ecr.IRepository;
  /** The tag: the hash of the asset. */
  public readonly imageTag: string;
  /** Changes if and only if the build context or the Dockerfile changes. */
  public readonly assetHash: string;

  /**
   * @throws if the directory is not a project that can be read, if a prop holds a token, or if something that cannot
   * be told from the project is not given.
   */
  constructor(scope: Construct, id: string, props: NodejsImageAssetProps) {
    super(scope, id);
    const { platform, networkMode, cacheFrom, cacheTo, cacheDisabled, displayName, ...options } = props;
    refuseTokens(options);
    requirePlatform(platform);
    this.dockerfile = NodejsDockerfile.fromDirectory(options);
    const context = materialise(this.dockerfile, outdirOf(this), contextCache(this));
    this.asset = new DockerImageAsset(this, 'Asset', {
      directory: context.directory,
      extraHash: context.hash,
      ignoreMode: IgnoreMode.DOCKER,
      buildArgs: options.buildArgs,
      buildSecrets: buildSecrets(options.buildSecrets ?? []),
      platform,
      networkMode,
      cacheFrom,
      cacheTo,
      cacheDisabled,
      displayName,
    });
    this.imageUri = this.asset.imageUri;
    this.repository = this.asset.repository;
    this.imageTag = this.asset.imageTag;
    this.assetHash = this.asset.assetHash;
    [...this.dockerfile.warnings, ...context.warnings].forEach(({ id: name, message }) => Annotations.of(this).addWarningV2(`cdk-nodejs-image:${name}`, message));
  }

  /** The image for a container of an ECS task definition. */
  public get containerImage(): ContainerImage {
    return ContainerImage.fromDockerImageAsset(this.asset);
  }

  /**
   * The image for a Lambda function. The application has to speak Lambda's runtime interface, for example through the
   * Lambda Web Adapter.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-image.html
   */
  public lambdaCode(props: EcrImageCodeProps = {}): DockerImageCode {
    return DockerImageCode.fromEcr(this.repository, { tagOrDigest: this.imageTag, ...props });
  }

  /** Allows a principal to pull the image. */
  public grantPull(grantee: IGrantable): Grant {
    return this.repository.grantPull(grantee);
  }
}

/** `docker build --secret id=ID,...` for each. */
function buildSecrets(secrets: BuildSecret[]): { [id: string]: string } | undefined {
  return secrets.length ? Object.fromEntries(secrets.map(secret => [secret.id, secret.source])) : undefined;
}

function outdirOf(scope: Construct): string {
  const stage = Stage.of(scope);
  if (!stage) {
    throw new DeliveryError(`the construct ${scope.node.path} must be in a stack of an app`);
  }
  return stage.assetOutdir;
}

/** The init is there for these; Node.js has official images for them. */
function requirePlatform(platform: Platform | undefined): void {
  if (platform && !['linux/amd64', 'linux/arm64'].includes(platform.platform)) {
    throw new DeliveryError(`platform must be linux/amd64 or linux/arm64, received ${JSON.stringify(platform.platform)}`);
  }
}
