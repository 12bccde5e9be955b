import { Buildspec, BuildspecReports } from '../../codebuild/buildspec/buildspec';
import { stepBuildspec } from '../../codebuild/buildspec/step-buildspec';
import { WORK_DIRECTORY } from '../../steps/step-program';

/** Properties of the buildspec of an image. */
export interface ImageBuildspecProps {
  /** Where it leaves reports. */
  readonly reports: BuildspecReports;
  /** True if the image is pushed, so that there is something to tell of it. */
  readonly push: boolean;
}

/** Builds the image of the sources that a pipeline gives, for one platform, and pushes it if its gates passed. */
export function imageBuildspec({ reports, push }: ImageBuildspecProps): Buildspec {
  return stepBuildspec({
    name: 'image',
    exports: ['CONTENT_TAG', 'RELEASE_TAGS', ...push ? ['IMAGE_DIGEST', 'BUILT', 'BEGAN'] : []],
    reports,
    // small: the next steps take all they need from variables, but CodeBuild takes no step without an input
    artifacts: push ? [`${WORK_DIRECTORY}/exports/*`] : [],
  });
}
