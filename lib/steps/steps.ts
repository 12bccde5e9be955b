import { attest } from './attest/attest';
import { baseImages } from './base-images/base-images';
import { build } from './build/build-image';
import { image } from './build/image';
import { deploy } from './deploy/deploy';
import { planImages } from './monorepo/plan-images';
import { pullRequestImages } from './monorepo/pull-request-images';
import { releaseImages } from './monorepo/release-images';
import { promote, release } from './promote/promote';
import { publish } from './publish/publish';
import { scan } from './scan/scan';
import { Step } from './step';
import { StepName } from './step-program';

/** Step of each name. */
export const STEPS: Readonly<Record<StepName, Step>> = {
  'attest': attest,
  'base-images': baseImages,
  'build': build,
  'deploy': deploy,
  'image': image,
  'plan-images': planImages,
  'promote': promote,
  'publish': publish,
  'pull-request-images': pullRequestImages,
  'release': release,
  'release-images': releaseImages,
  'scan': scan,
};
