import { CLOUD_BUILD_OPTIONS, DESTINATION_OPTIONS, DURATION, IMAGE_TAG, PLATFORM } from '../delivery/shapes';
import { NODEJS_IMAGE_OPTIONS } from '../image/shapes';
import { BOOLEAN, foreign, instanceOf, listOf, NUMBER, objectOf, required, shape, TEXT } from '../props/index';
import { ImageSbom } from './attest/image-sbom';
import { ImageSigning } from './attest/image-signing';
import { DockerfileOrigin } from './context/dockerfile-origin';
import { DeploymentTarget } from './deploy/deployment-target';
import type { ImageEnvironment } from './environment/image-environment';
import type { ImagePipelineOptions, PipelineImageOptions } from './image-pipeline-options';
import type { MonorepoImage } from './monorepo/monorepo-image';
import type { NodejsMonorepoPipelineProps } from './monorepo/nodejs-monorepo-pipeline';
import type { NodejsImagePipelineProps } from './nodejs-image-pipeline';
import type { NodejsImageProjectProps } from './nodejs-image-project';
import type { NodejsImageStagesProps } from './nodejs-image-stages';
import type { NodejsImageStepProps } from './nodejs-image-step';
import type { ImageAlarmOptions } from './observe/alarms';
import type { ObservationOptions } from './observe/observe';
import { ImageScan } from './scan/image-scan';
import { PipelineSource } from './source/pipeline-source';

const PIPELINE_SOURCE = instanceOf('PipelineSource', () => PipelineSource, {
  example: 'PipelineSource.gitHub("owner/name", { connectionArn })',
  instead: value => typeof value === 'string' ? `PipelineSource.gitHub(${JSON.stringify(value)}, { connectionArn })` : undefined,
});

const DOCKERFILE_ORIGIN = instanceOf('DockerfileOrigin', () => DockerfileOrigin, {
  example: 'DockerfileOrigin.PINNED',
  instead: value => String(value).toLowerCase() === 'regenerated' ? 'DockerfileOrigin.REGENERATED' : undefined,
});

const IMAGE_SBOM = instanceOf('ImageSbom', () => ImageSbom, {
  example: 'ImageSbom.cycloneDx()',
  instead: value => typeof value === 'string' && value.startsWith('spdx') ? 'ImageSbom.spdx()' : undefined,
});

const IMAGE_SCAN = instanceOf('ImageScan', () => ImageScan, {
  example: 'ImageScan.basic()',
  instead: value => value === 'inspector' ? 'ImageScan.inspector()' : undefined,
});

const IMAGE_SIGNING = instanceOf('ImageSigning', () => ImageSigning, { example: 'ImageSigning.cosign(key)' });

const DEPLOYMENT_TARGET = instanceOf('DeploymentTarget', () => DeploymentTarget, { example: 'DeploymentTarget.ecs(service)' });

export const IMAGE_ENVIRONMENT = shape<ImageEnvironment>('ImageEnvironment', {
  name: required(TEXT),
  repository: foreign('IRepository'),
  tags: listOf(IMAGE_TAG),
  approval: BOOLEAN,
  approvalTopic: foreign('ITopic'),
  approvalReviewUrl: TEXT,
  approvalTimeout: DURATION,
  deployTo: listOf(DEPLOYMENT_TARGET),
  automaticRollback: BOOLEAN,
});

export const IMAGE_ALARM_OPTIONS = shape<ImageAlarmOptions>('ImageAlarmOptions', {
  alarmActions: listOf(foreign('IAlarmAction')),
  maximumImageSize: foreign('Size', value => typeof value === 'number' ? `Size.mebibytes(${value})` : undefined),
  maximumImageGrowth: NUMBER,
  minimumGatePassRate: NUMBER,
  findingSeverities: listOf(TEXT),
});

export const OBSERVATION_OPTIONS = shape<ObservationOptions>('ObservationOptions', {
  notificationTargets: listOf(foreign('INotificationRuleTarget')),
  dashboard: BOOLEAN,
  alarms: objectOf(IMAGE_ALARM_OPTIONS),
});

export const PIPELINE_IMAGE_OPTIONS = shape<PipelineImageOptions>('PipelineImageOptions', {
  ...NODEJS_IMAGE_OPTIONS.kinds,
  ...DESTINATION_OPTIONS.kinds,
  ...CLOUD_BUILD_OPTIONS.kinds,
  sourceRoot: TEXT,
  dockerfileOrigin: DOCKERFILE_ORIGIN,
  pullRequestSecrets: listOf(TEXT),
});

export const IMAGE_PIPELINE_OPTIONS = shape<ImagePipelineOptions>('ImagePipelineOptions', {
  ...PIPELINE_IMAGE_OPTIONS.kinds,
  platforms: listOf(PLATFORM),
  scan: IMAGE_SCAN,
  signing: IMAGE_SIGNING,
  sbom: IMAGE_SBOM,
});

export const NODEJS_IMAGE_PIPELINE_PROPS = shape<NodejsImagePipelineProps>('NodejsImagePipelineProps', {
  ...IMAGE_PIPELINE_OPTIONS.kinds,
  ...OBSERVATION_OPTIONS.kinds,
  source: required(PIPELINE_SOURCE),
  pipelineName: TEXT,
  environments: listOf(objectOf(IMAGE_ENVIRONMENT)),
  baseImageSchedule: foreign('Schedule', value => typeof value === 'string' ? `Schedule.expression(${JSON.stringify(value)})` : undefined),
});

export const MONOREPO_IMAGE = shape<MonorepoImage>('MonorepoImage', {
  ...NODEJS_IMAGE_OPTIONS.kinds,
  ...DESTINATION_OPTIONS.kinds,
  name: required(TEXT),
});

export const NODEJS_MONOREPO_PIPELINE_PROPS = shape<NodejsMonorepoPipelineProps>('NodejsMonorepoPipelineProps', {
  ...CLOUD_BUILD_OPTIONS.kinds,
  source: required(PIPELINE_SOURCE),
  images: required(listOf(objectOf(MONOREPO_IMAGE))),
  tags: listOf(IMAGE_TAG),
  releaseTogether: BOOLEAN,
  maximumConcurrency: NUMBER,
  platform: PLATFORM,
  sourceRoot: TEXT,
  dockerfileOrigin: DOCKERFILE_ORIGIN,
  pipelineName: TEXT,
});

export const NODEJS_IMAGE_PROJECT_PROPS = shape<NodejsImageProjectProps>('NodejsImageProjectProps', {
  ...PIPELINE_IMAGE_OPTIONS.kinds,
  source: required(PIPELINE_SOURCE),
  platform: PLATFORM,
});

export const NODEJS_IMAGE_STAGES_PROPS = shape<NodejsImageStagesProps>('NodejsImageStagesProps', {
  ...IMAGE_PIPELINE_OPTIONS.kinds,
  pipeline: required(foreign('Pipeline')),
  input: required(foreign('Artifact')),
  revision: TEXT,
  environments: listOf(objectOf(IMAGE_ENVIRONMENT)),
});

export const NODEJS_IMAGE_STEP_PROPS = shape<NodejsImageStepProps>('NodejsImageStepProps', {
  ...IMAGE_PIPELINE_OPTIONS.kinds,
  input: required(foreign('IFileSetProducer')),
});
