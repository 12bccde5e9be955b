import { observeBuild } from '../observe/observe-build';
import { handedOn } from '../promote/handed-on';
import { Step } from '../step';
import { withVariables } from '../world/variables';
import { buildImage } from './build-image';
import { prepare } from './prepare';

/** Builds the image of the sources that a pipeline gives, for one platform, and pushes it if its gates passed. */
export const image: Step = async world => {
  const began = world.now();
  const observer = observeBuild(world);
  const { contentTag, gates, cacheStages, baseImages, tags } = await prepare(world);
  const exported = await buildImage(withVariables(world, {
    CONTENT_TAG: contentTag,
    GATES: JSON.stringify(gates),
    CACHE_STAGES: JSON.stringify(cacheStages),
    BASE_IMAGES: JSON.stringify(baseImages),
    TAGS: JSON.stringify(world.variables.RELEASE === 'true' ? tags : []),
  }), { began, observer });
  return { CONTENT_TAG: contentTag, RELEASE_TAGS: handedOn(tags), ...exported };
};
