import * as crypto from 'crypto';
import { Token } from 'aws-cdk-lib';
import { Project } from 'aws-cdk-lib/aws-codebuild';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { NodejsDockerfile, NodejsImageOptions } from '../image/index';
import { BuildProject } from './builds/build-project';
import { CloudBuildOptions, splitCloudBuildOptions } from './builds/cloud-build-options';
import { DeliveryBuild, ImageDelivery, jsonOf } from './builds/image-delivery';
import { Publisher } from './builds/publisher';
import { grantSecrets, secretVariables } from './builds/secret-variables';
import { cacheStages } from './codebuild/cache-stages';
import { archive } from './context/archive';
import { prepare } from './context/prepare';
import { DeliveryError } from './delivery-error';
import { DestinationOptions } from './destination-options';

import { NodejsImageBase } from './nodejs-image-base';
import { Architecture, architecturesOf } from './platform';
import { refuseTokens } from './refuse-tokens';
import { CACHE_TAG_PREFIX } from './tag-rules';
import { targetOf } from './target';

/** Properties of an image that CodeBuild builds during the deployment. */
export interface NodejsImageBuildProps extends NodejsImageOptions, DestinationOptions, CloudBuildOptions {
  /**
   * The platforms to build for, each on machines of its own kind. With several, one tag stands for all of them.
   *
   * @default [Platform.LINUX_AMD64]
   */
  readonly platforms?: Platform[];
}

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
export class NodejsImageBuild extends NodejsImageBase {
  public readonly dockerfile: NodejsDockerfile;
  public readonly repository: ecr.IRepository;
  public readonly imageTag: string;
  public readonly imageDigest?: string;
  /** The projects that build: one for each platform, amd64 before arm64. */
  public readonly buildProjects: Project[];
  protected readonly contentTag: string;
  protected readonly architectures: number;

  /**
   * @throws if the directory is not a project that can be read, if a prop that the Dockerfile is made of holds a token,
   * if something that cannot be told from the project is not given, or if a tag is none.
   */
  constructor(scope: Construct, id: string, props: NodejsImageBuildProps) {
    super(scope, id);
    const { cloud, image: { repository, tags, platforms, ...options } } = splitCloudBuildOptions(props);
    const architectures = architecturesOf(platforms ?? [Platform.LINUX_AMD64]);
    requireOneArchitecture(cloud, architectures);
    const { buildArgs = {}, buildSecrets = [] } = options;
    refuseTokens(Object.keys(buildArgs), 'buildArgs');
    const { dockerfile, context } = prepare(this, options, 'buildArgs', 'buildSecrets');
    const source = new Asset(this, 'Context', { path: archive(context), assetHash: context.hash });
    const secrets = secretVariables(buildSecrets, cloud.environmentVariables ?? {});
    const builds = architectures.map(architecture => new BuildProject(this, architecture.id, {
      ...cloud,
      architecture,
      source,
      gates: dockerfile.gates,
      variables: secrets.variables,
      publicBaseImages: usesPublicBaseImages(dockerfile),
    }));
    builds.forEach(({ role }) => grantSecrets(buildSecrets, role));
    const publisher = architectures.length > 1 ? Publisher.of(this) : undefined;
    const contentTag = contentTagOf(context.hash, architectures, buildArgs);
    const pushers = [...builds, ...publisher ? [publisher] : []].map(({ role }) => role);
    const target = targetOf(this, { repository, tags }, { contentTag, dockerfile, pushers });

    this.dockerfile = dockerfile;
    this.repository = target.repository;
    this.architectures = architectures.length;
    this.buildProjects = builds.map(({ project }) => project);
    this.warn([...dockerfile.warnings, ...context.warnings]);

    const common = { REPOSITORY: target.repository.repositoryUri };
    const stage = builds.map(({ project, logGroup }, index): DeliveryBuild => ({
      project,
      logGroup,
      name: architectures[index].platform.platform,
      source: `${source.s3BucketName}/${source.s3ObjectKey}`,
      environment: {
        ...common,
        TAG_SUFFIX: publisher ? suffixOf(architectures[index]) : '',
        TAGS: publisher ? '[]' : jsonOf(this, target.further),
        PLATFORM: architectures[index].platform.platform,
        BUILD_SECRETS: JSON.stringify(secrets.flags),
        GATES: JSON.stringify(dockerfile.gates.map(({ name }) => name)),
        CACHE_TAG: cloud.registryCache ?? true ? `${CACHE_TAG_PREFIX}${architectures[index].name}` : '',
        CACHE_STAGES: JSON.stringify(cacheStages(dockerfile)),
        PUBLIC_ECR: String(usesPublicBaseImages(dockerfile)),
      },
    }));
    const delivery = new ImageDelivery(this, 'Delivery', {
      contentTag,
      buildArgs,
      stages: publisher ? [stage, [{
        project: publisher.project,
        logGroup: publisher.logGroup,
        name: 'publish',
        environment: { ...common, SOURCE_SUFFIXES: JSON.stringify(architectures.map(suffixOf)), TAGS: jsonOf(this, target.further) },
      }]] : [stage],
    });
    this.contentTag = delivery.contentTag;
    this.imageTag = target.name ?? delivery.contentTag;
    this.imageDigest = delivery.digest;
  }
}

function suffixOf({ name }: Architecture): string {
  return `-${name}`;
}

function usesPublicBaseImages(dockerfile: NodejsDockerfile): boolean {
  return dockerfile.render().includes('public.ecr.aws/');
}

/** Changes if and only if what is built does, as far as that is known at synthesis. */
function contentTagOf(hash: string, architectures: readonly Architecture[], buildArgs: { [name: string]: string }): string {
  const known = Object.entries(buildArgs).filter(([, value]) => !Token.isUnresolved(value)).sort(([a], [b]) => a < b ? -1 : 1);
  const content = JSON.stringify([hash, architectures.map(({ name }) => name), known]);
  return crypto.createHash('sha256').update(content).digest('hex').slice(0, 32);
}

/** Machines and build images are of one architecture. */
function requireOneArchitecture(cloud: CloudBuildOptions, architectures: readonly Architecture[]): void {
  const prop = (['buildImage', 'fleet'] as const).find(name => cloud[name] !== undefined);
  if (prop !== undefined && architectures.length > 1) {
    throw new DeliveryError(`"${prop}" is for one platform, received ${architectures.length} "platforms"; leave one of the two props out`);
  }
}
