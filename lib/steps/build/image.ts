import { attest } from '../attest/attest';
import { observeBuild } from '../observe/observe-build';
import { handedOn } from '../promote/handed-on';
import { Step } from '../step';
import { given, withVariables } from '../world/variables';
import { World } from '../world/world';
import { buildImage } from './build-image';
import { BuildObserver } from './build-observer';
import { prepare } from './prepare';

/** Builds the image of the sources that a pipeline gives, for one platform, and pushes it if its gates passed. */
export const image: Step = async world => {
  const began = world.now();
  const { contentTag, gates, unprovenGates = [], cacheStages, baseImages, tags } = await prepare(world);
  const known = withVariables(world, {
    CONTENT_TAG: contentTag,
    GATES: JSON.stringify(gates),
    UNPROVEN_GATES: JSON.stringify(unprovenGates),
    CACHE_STAGES: JSON.stringify(cacheStages),
    BASE_IMAGES: JSON.stringify(baseImages),
    TAGS: JSON.stringify(world.variables.RELEASE === 'true' ? tags : []),
  });
  const exported = await buildImage(known, { began, observer: signing(known, observeBuild(world)) });
  return { CONTENT_TAG: contentTag, RELEASE_TAGS: handedOn(tags), ...exported };
};

/** Where no other step signs the image, this one does so, before any tag of a release is put. */
function signing(world: World, observer: BuildObserver): BuildObserver {
  if (given(world, 'KEY_ARN') === undefined) return observer;
  return {
    ...observer,
    async image(built) {
      const told = await observer.image(built);
      await attest(withVariables(world, {
        IMAGE_DIGEST: built.digest,
        BUILT: built.built,
        SOURCE_COMMIT: given(world, 'SOURCE_VERSION') ?? given(world, 'CODEBUILD_RESOLVED_SOURCE_VERSION'),
        SOURCE_URI: given(world, 'CODEBUILD_SOURCE_REPO_URL'),
      }));
      return told;
    },
  };
}
