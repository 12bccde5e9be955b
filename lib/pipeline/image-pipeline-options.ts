import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { SIGNING_OPTIONS, SigningOptions } from '../codebuild/attest/signing-options';
import { PLATFORM } from '../codebuild/kinds';
import { CLOUD_BUILD_OPTIONS, CloudBuildOptions } from '../codebuild/projects/cloud-build-options';
import { DESTINATION_OPTIONS, DestinationOptions } from '../delivery/destination-options';
import { NodejsImageOptions } from '../image/index';
import { NODEJS_IMAGE_OPTIONS } from '../image/shapes';
import { listOf, shape, TEXT } from '../props/index';
import { DOCKERFILE_ORIGIN, DockerfileOrigin } from './context/dockerfile-origin';
import { IMAGE_SCAN, ImageScan } from './scan/image-scan';

/** An image that a pipeline builds of the sources of each push, wherever these come from. */
export interface PipelineImageOptions extends NodejsImageOptions, DestinationOptions, CloudBuildOptions {
  /**
   * The directory on this machine that is the root of the repository with the sources. `directory` and `projectRoot` lie
   * in it, and are looked for at the same place in what the source gives.
   *
   * @default - the nearest directory, from `directory` upwards, with `.git`
   */
  readonly sourceRoot?: string;

  /**
   * Where the Dockerfile comes from.
   *
   * @default DockerfileOrigin.PINNED
   */
  readonly dockerfileOrigin?: DockerfileOrigin;

  /**
   * The ids of those of `buildSecrets` that builds of pull requests get, too. Whoever opens a pull request can have such a
   * build print them: name no secret that is worth more than what it reads, such as a token that reads packages.
   *
   * @default - builds of pull requests get no secrets
   */
  readonly pullRequestSecrets?: string[];
}

export const PIPELINE_IMAGE_OPTIONS = shape<PipelineImageOptions>('PipelineImageOptions', {
  ...NODEJS_IMAGE_OPTIONS.kinds,
  ...DESTINATION_OPTIONS.kinds,
  ...CLOUD_BUILD_OPTIONS.kinds,
  sourceRoot: TEXT,
  dockerfileOrigin: DOCKERFILE_ORIGIN,
  pullRequestSecrets: listOf(TEXT),
});

/** Options of a pipeline for an image. */
export interface ImagePipelineOptions extends PipelineImageOptions, SigningOptions {
  /**
   * The platforms to build for, side by side and each on machines of its own kind. With several, one tag stands for all
   * of them.
   *
   * @default [Platform.LINUX_AMD64]
   */
  readonly platforms?: Platform[];

  /**
   * Scan that an image has to pass before it is released.
   *
   * @default - images are not scanned
   */
  readonly scan?: ImageScan;
}

export const IMAGE_PIPELINE_OPTIONS = shape<ImagePipelineOptions>('ImagePipelineOptions', {
  ...PIPELINE_IMAGE_OPTIONS.kinds,
  platforms: listOf(PLATFORM),
  scan: IMAGE_SCAN,
  ...SIGNING_OPTIONS.kinds,
});
