import { requireAdmission } from '../admission/require-admission';
import { putPushToImage } from '../observe/push-to-image';
import { copyAttached } from '../registry/copy-attached';
import { digestOf } from '../registry/digest-of';
import { loginEach } from '../registry/login';
import { isDigest } from '../registry/sha256';
import { Step, StepFailure } from '../step';
import { nameContent, putTag, putTags, requireTags } from '../tags/put-tags';
import { tagsOf } from '../tags/tag';
import { given, required } from '../world/variables';
import { withReleased } from './handed-on';

/**
 * Brings an image, known by its digest, into a repository, from another one or out of itself, with what is attached to it, and puts tags on it. The image is copied
 * as it is and never built. Where it is there already nothing is copied: then this puts tags. Nothing is touched where the
 * image has not what is demanded of it.
 */
export const promote: Step = async world => {
  const target = required(world, 'REPOSITORY');
  const source = given(world, 'SOURCE_REPOSITORY') ?? target;
  const tags = withReleased(world.variables.RELEASE_TAGS ?? '', tagsOf(world), source === target);
  const digest = world.variables.IMAGE_DIGEST ?? '';
  if (!isDigest(digest)) {
    throw new StepFailure(`IMAGE_DIGEST must be sha256: and 64 hexadecimal digits, received "${digest}": the build has to be before the promotion in the pipeline`);
  }
  await loginEach(world, [source, target]);
  if (await digestOf(world, `${source}@${digest}`) !== digest) {
    throw new StepFailure(`there is no image ${source}@${digest}: it may have expired from the repository`);
  }
  await requireAdmission(world, source, digest);
  await requireTags(world, tags, digest);
  if (source !== target) {
    const tag = await nameContent(world, required(world, 'CONTENT_TAG'), digest);
    await putTag(world, { tag, moving: false }, digest, source);
    await copyAttached(world, { source, target, digest });
  }
  await putTags(world, tags, digest);
  return { IMAGE_URI: `${target}@${digest}` };
};

/** Puts the tags of a release on an image, and tells how long that took. */
export const release: Step = async world => {
  const exported = await promote(world);
  await putPushToImage(world);
  return exported;
};
