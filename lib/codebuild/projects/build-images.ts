import { IBuildImage, LinuxArmBuildImage, LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';

/**
 * CodeBuild's own images, by the name of the architecture: both have Docker 28 with buildx, as ours is tested with, and Node.js 24.
 * By their names, because the oldest CDK that there may be has no constants for them.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html
 */
export const BUILD_IMAGES: { readonly [architecture: string]: IBuildImage } = {
  amd64: LinuxBuildImage.fromCodeBuildImageId('aws/codebuild/amazonlinux-x86_64-standard:6.0'),
  arm64: LinuxArmBuildImage.fromCodeBuildImageId('aws/codebuild/amazonlinux-aarch64-standard:4.0'),
};

/** Image that runs the steps that move, look at or name images, and run nothing of them. */
export const STEP_IMAGE = BUILD_IMAGES.amd64;
