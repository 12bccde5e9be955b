import { NODEJS_IMAGE_OPTIONS } from '../image/shapes';
import { BOOLEAN, foreign, foreignEnum, instanceOf, listOf, mapOf, NUMBER, shape, TEXT } from '../props/index';
import type { CloudBuildOptions } from './builds/cloud-build-options';
import type { DestinationOptions } from './destination-options';
import type { ImageInfrastructureOptions } from './infrastructure/infrastructure-options';
import type { LocalBuildOptions } from './local-build-options';
import type { NodejsImageAssetProps } from './nodejs-image-asset';
import type { NodejsImageBuildProps } from './nodejs-image-build';
import type { NodejsImageDeploymentProps } from './nodejs-image-deployment';
import { ImageTag } from './tags/image-tag';

/** A length of time; a number has no unit, so what is written for it is a guess by its prop. */
export const DURATION = foreign('Duration', value => typeof value === 'number' ? `Duration.minutes(${value}) or Duration.seconds(${value})` : undefined);

export const PLATFORM = foreign('Platform', value => typeof value !== 'string' ? undefined
  : /arm|aarch/i.test(value) ? 'Platform.LINUX_ARM64' : /amd|x86/i.test(value) ? 'Platform.LINUX_AMD64' : undefined);

export const IMAGE_TAG = instanceOf('ImageTag', () => ImageTag, {
  example: 'ImageTag.contentHash()',
  instead: value => typeof value !== 'string' && typeof value !== 'number' ? undefined
    : `ImageTag.${/^v?\d+\.\d+/.test(String(value)) ? 'fixed' : 'moving'}(${JSON.stringify(String(value))})`,
});

export const DESTINATION_OPTIONS = shape<DestinationOptions>('DestinationOptions', {
  repository: foreign('IRepository', value => typeof value === 'string' ? `Repository.fromRepositoryName(this, "Images", ${JSON.stringify(value)})` : undefined),
  tags: listOf(IMAGE_TAG),
});

export const LOCAL_BUILD_OPTIONS = shape<LocalBuildOptions>('LocalBuildOptions', {
  networkMode: foreign('NetworkMode', value => typeof value === 'string' ? `NetworkMode.custom(${JSON.stringify(value)})` : undefined),
  cacheFrom: listOf(foreign('DockerCacheOption')),
  cacheTo: foreign('DockerCacheOption'),
  cacheDisabled: BOOLEAN,
  displayName: TEXT,
  assetName: TEXT,
});

export const CLOUD_BUILD_OPTIONS = shape<CloudBuildOptions>('CloudBuildOptions', {
  computeType: foreignEnum('ComputeType'),
  buildImage: foreign('IBuildImage'),
  fleet: foreign('IFleet'),
  dockerServer: foreign('DockerServerOptions'),
  vpc: foreign('IVpc'),
  subnetSelection: foreign('SubnetSelection'),
  securityGroups: listOf(foreign('ISecurityGroup')),
  timeout: DURATION,
  queuedTimeout: DURATION,
  logging: foreign('LoggingOptions'),
  encryptionKey: foreign('IKey'),
  registryCache: BOOLEAN,
  publishReports: BOOLEAN,
  environmentVariables: mapOf(foreign('BuildEnvironmentVariable', value => typeof value === 'string' ? `{ value: ${JSON.stringify(value)} }` : undefined)),
});

/** A member of an enum of numbers. */
const RETENTION_DAYS = { ...NUMBER, type: 'RetentionDays', expected: 'a member of RetentionDays' };

export const IMAGE_INFRASTRUCTURE_OPTIONS = shape<ImageInfrastructureOptions>('ImageInfrastructureOptions', {
  logEncryptionKey: foreign('IKey'),
  logRetention: RETENTION_DAYS,
  tracing: BOOLEAN,
  deadLetterQueue: foreign('IQueue'),
  functionConcurrency: NUMBER,
  functionVpc: foreign('IVpc'),
  functionSubnets: foreign('SubnetSelection'),
  functionSecurityGroups: listOf(foreign('ISecurityGroup')),
  pointInTimeRecovery: BOOLEAN,
  accessLogBucket: foreign('IBucket'),
  artifactVersions: BOOLEAN,
});

export const NODEJS_IMAGE_ASSET_PROPS = shape<NodejsImageAssetProps>('NodejsImageAssetProps', {
  ...NODEJS_IMAGE_OPTIONS.kinds,
  ...LOCAL_BUILD_OPTIONS.kinds,
  platform: PLATFORM,
});

export const NODEJS_IMAGE_BUILD_PROPS = shape<NodejsImageBuildProps>('NodejsImageBuildProps', {
  ...NODEJS_IMAGE_OPTIONS.kinds,
  ...DESTINATION_OPTIONS.kinds,
  ...CLOUD_BUILD_OPTIONS.kinds,
  platforms: listOf(PLATFORM),
});

export const NODEJS_IMAGE_DEPLOYMENT_PROPS = shape<NodejsImageDeploymentProps>('NodejsImageDeploymentProps', {
  ...NODEJS_IMAGE_OPTIONS.kinds,
  ...LOCAL_BUILD_OPTIONS.kinds,
  ...DESTINATION_OPTIONS.kinds,
  destination: foreign('Destination'),
  platforms: listOf(PLATFORM),
});
