import { Buildspec, BuildspecReports } from '../../delivery/buildspec/buildspec';
import { buildspecOf, shell, WORK_DIRECTORY } from '../../delivery/buildspec/buildspecs';
import { pipelineShell } from '../steps/image-step';

/** What the build of an image is to do. */
export interface ImageBuildspecProps {
  /** Where it leaves reports. */
  readonly reports: BuildspecReports;
  /** Whether the image is pushed, so that there is something to tell of it. */
  readonly push: boolean;
}

/** Builds the image of the sources that a pipeline gives, for one platform, and pushes it if its gates passed. */
export function imageBuildspec({ reports, push }: ImageBuildspecProps): Buildspec {
  const told = ['CONTENT_TAG', 'RELEASE_TAGS', ...push ? ['IMAGE_DIGEST', 'BUILT', 'BEGAN'] : []];
  return buildspecOf({
    name: 'image',
    text: [shell('library'), ...['records', 'tags', 'metrics', 'gate-logs', 'observe', 'prepare', 'login-public'].map(pipelineShell), shell('build')].join(''),
    exports: told,
    reports,
    // small: the next steps take all they need from variables, but CodeBuild takes no step without an input
    artifacts: push ? [`${WORK_DIRECTORY}/exports/*`] : [],
  });
}
