import { Token } from 'aws-cdk-lib';
import { Project, Source } from 'aws-cdk-lib/aws-codebuild';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { architecturesOf } from '../codebuild/architecture';
import { grantAttest } from '../codebuild/attest/grant-attest';
import { requireSigned, SIGNING_OPTIONS, SigningOptions } from '../codebuild/attest/signing-options';
import { buildBuildspec } from '../codebuild/buildspec/buildspecs';
import { cacheStages } from '../codebuild/buildspec/cache-stages';
import { jsonOf } from '../codebuild/json-variable';
import { PLATFORM } from '../codebuild/kinds';
import { BuildProject } from '../codebuild/projects/build-project';
import { CLOUD_BUILD_OPTIONS, CloudBuildOptions, requireOneArchitecture, splitCloudBuildOptions } from '../codebuild/projects/cloud-build-options';
import { ProjectRole } from '../codebuild/roles/project-role';
import { grantSecrets, secretVariables } from '../codebuild/secrets/secret-variables';
import { archive, archivedFiles } from '../context/archive';
import { contextCache } from '../context/context-cache';
import { DeliveryError } from '../context/delivery-error';
import { prepare } from '../context/prepare';
import { refuseTokens } from '../context/refuse-tokens';
import { stageAsset } from '../context/stage-asset';
import { NodejsImageOptions } from '../image/index';
import { NODEJS_IMAGE_OPTIONS } from '../image/shapes';
import { listOf, requireProps, shape } from '../props/index';
import { imageContentTag } from '../tags/content-tag';
import { CACHE_TAG_PREFIX } from '../tags/tag-rules';
import { Attestor } from './builds/attestor';
import { DeliveryBuild, ImageDelivery } from './builds/image-delivery';
import { Publisher } from './builds/publisher';
import { DESTINATION_OPTIONS, DestinationOptions } from './destination-options';
import { DeliveredImage, NodejsImageBase } from './nodejs-image-base';
import { pushDestination } from './push-destination';

/** Properties of an image that CodeBuild builds during the deployment. */
export interface NodejsImageBuildProps extends NodejsImageOptions, DestinationOptions, CloudBuildOptions, SigningOptions {
  /**
   * The platforms to build for, each on machines of its own kind. With several, one tag stands for all of them.
   *
   * @default [Platform.LINUX_AMD64]
   */
  readonly platforms?: Platform[];
}

export const NODEJS_IMAGE_BUILD_PROPS = shape<NodejsImageBuildProps>('NodejsImageBuildProps', {
  ...NODEJS_IMAGE_OPTIONS.kinds,
  ...DESTINATION_OPTIONS.kinds,
  ...CLOUD_BUILD_OPTIONS.kinds,
  ...SIGNING_OPTIONS.kinds,
  platforms: listOf(PLATFORM),
});

/**
 * The image of a Node.js project, built and gated by CodeBuild while the stack is deployed: where `cdk deploy` runs no
 * Docker is needed. Where a gate fails the deployment fails and says which and why, and none of the tags is put on anything.
 *
 * An image that is there already, by the tag of its content, is not built again.
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
 * import { ImageTag, NodejsImageBuild } from 'cdk-nodejs-image';
 *
 * declare const stack: Stack;
 * const image = new NodejsImageBuild(stack, 'Api', {
 *   directory: 'examples/two-stage-demo',
 *   platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
 *   tags: [ImageTag.packageVersion(), ImageTag.moving('latest')],
 * });
 */
@propertyInjectable
export class NodejsImageBuild extends NodejsImageBase {
  /** The id by which `PropertyInjectors` of the CDK know this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-nodejs-image.NodejsImageBuild';

  /** The projects that build: one for each platform, amd64 before arm64. */
  public readonly buildProjects: Project[];
  /** @internal */
  protected readonly _delivered: DeliveredImage;

  /**
   * @throws if the directory is not a project that can be read, if a prop that the Dockerfile is made of holds a token,
   * if something that cannot be told from the project is not given, or if a tag is none.
   */
  constructor(scope: Construct, id: string, props: NodejsImageBuildProps) {
    super(scope, id);
    requireProps(this.node.path, props, NODEJS_IMAGE_BUILD_PROPS, DeliveryError, { open: new.target !== NodejsImageBuild });
    const { cloud, image: { repository, tags, platforms, signing, sbom, ...options } } = splitCloudBuildOptions(props);
    requireSigned({ signing, sbom });
    const architectures = architecturesOf(platforms ?? [Platform.LINUX_AMD64]);
    requireOneArchitecture(cloud, architectures);
    const { buildArgs = {}, buildSecrets = [] } = options;
    refuseTokens(Object.keys(buildArgs), 'buildArgs');
    const { dockerfile, context } = prepare(this, options, 'buildArgs', 'buildSecrets');
    const packed = archive(context, contextCache(this));
    stageAsset(this, packed, () => archivedFiles(packed), context.hash);
    const asset = new Asset(this, 'Context', { path: packed, assetHash: context.hash });
    const source = {
      source: Source.s3({ bucket: asset.bucket, path: asset.s3ObjectKey }),
      grant: (role: ProjectRole) => role.grantSource(asset),
    };
    const secrets = secretVariables(buildSecrets, cloud.environmentVariables ?? {});
    const builds = architectures.map(architecture => new BuildProject(this, architecture.id, {
      ...cloud,
      architecture,
      source,
      buildspec: buildBuildspec,
      duringDeployment: true,
      baseImages: dockerfile.baseImages,
      gates: dockerfile.gates,
      variables: secrets.variables,
    }));
    builds.forEach(({ role }) => grantSecrets(buildSecrets, role));
    const several = architectures.length > 1;
    // what is signed has no tag of a release before
    const publisher = several || signing ? Publisher.of(this) : undefined;
    const contentTag = imageContentTag(context.hash, architectures.map(({ name }) => name), knownNow(buildArgs));
    const pushers = [...builds, ...publisher ? [publisher] : []].map(({ role }) => role);
    const pushedTo = pushDestination(this, { repository, tags }, { contentTag, dockerfile, pushers });

    const [REPOSITORY, TAGS, BY_CONTENT_TAG] = [pushedTo.repository.repositoryUri, jsonOf(this, pushedTo.further), this._byContentTag];
    const { RECORDS } = pushedTo.records.variables;
    const building = builds.map(({ project, logGroup, architecture }): DeliveryBuild => ({
      project,
      logGroup,
      name: architecture.platform.platform,
      source: `${asset.s3BucketName}/${asset.s3ObjectKey}`,
      environment: {
        PLATFORM: architecture.platform.platform,
        REPOSITORY,
        RECORDS,
        ...several ? { TAG_SUFFIX: architecture.suffix } : {},
        ...publisher ? {} : { TAGS, BY_CONTENT_TAG },
        BUILD_SECRETS: JSON.stringify(secrets.flags),
        GATES: JSON.stringify(dockerfile.gates.map(({ name }) => name)),
        UNPROVEN_GATES: dockerfile._unprovenGates.length ? JSON.stringify(dockerfile._unprovenGates) : '',
        ...cloud.registryCache ?? true ? { CACHE_TAG: `${CACHE_TAG_PREFIX}${architecture.name}`, CACHE_STAGES: JSON.stringify(cacheStages(dockerfile)) } : {},
        BASE_IMAGES: JSON.stringify(dockerfile.baseImages),
      },
    }));
    const suffixes = several ? architectures.map(({ suffix }) => suffix) : [''];
    const SOURCE_SUFFIXES = JSON.stringify(suffixes);
    const signed = signing && Attestor.of(this, signing);
    if (signing && signed) {
      grantAttest(signed.role, pushedTo.repository, signing);
      pushedTo.records.grantRead(signed.role);
    }
    const stages = [
      building,
      ...signed && several ? [[publisher!.publish({ REPOSITORY, RECORDS, SOURCE_SUFFIXES })]] : [],
      ...signed ? [[signed.attest({ REPOSITORY, RECORDS, PLATFORM_SUFFIXES: several ? suffixes.join(',') : '' }, sbom)]] : [],
      ...publisher ? [[publisher.publish({ REPOSITORY, RECORDS, TAGS, BY_CONTENT_TAG, SOURCE_SUFFIXES })]] : [],
    ];
    const delivery = new ImageDelivery(this, 'Delivery', { contentTag: pushedTo.contentTag, buildArgs, stages });

    this.buildProjects = builds.map(({ project }) => project);
    this._delivered = delivery.image(pushedTo, dockerfile, architectures.map(({ name }) => name));
    this.warn([...dockerfile.warnings, ...context.warnings]);
  }
}

/** Build arguments that can be hashed at synthesis; the others are hashed while deploying. */
function knownNow(buildArgs: { [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(buildArgs).filter(([, value]) => !Token.isUnresolved(value)));
}
