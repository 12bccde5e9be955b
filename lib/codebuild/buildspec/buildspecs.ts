import { Buildspec, BuildspecReports } from './buildspec';
import { stepBuildspec } from './step-buildspec';

/** Builds the image of one platform from `context.tar`, and pushes it if its gates passed. */
export function buildBuildspec(reports: BuildspecReports = {}): Buildspec {
  return stepBuildspec({ name: 'build', exports: ['IMAGE_DIGEST'], reports });
}

/** Brings images that are there under the tags of a repository, several of them as one index. Needs no Docker daemon. */
export function publishBuildspec(): Buildspec {
  return stepBuildspec({ name: 'publish', exports: ['IMAGE_DIGEST'] });
}

/** Signs an image that builds recorded, and what is stated of it. */
export function attestBuildspec(): Buildspec {
  return stepBuildspec({ name: 'attest' });
}
