import { ours } from '../records/records';
import { digestOf } from '../registry/digest-of';
import { StepFailure } from '../step';
import { tries } from '../world/tries';
import { required } from '../world/variables';
import { World } from '../world/world';
import { pushedDigest, refusalOf } from './build-log';

/** How often a push is tried, and at which try another build of the same content is not waited for any more. */
const [TRIES, IMPATIENT] = [5, 4];

/**
 * Pushes an image by the tag of its content, which is never written over: where that is on another image, by one of this
 * build. Another build of the same content may have pushed its image and be about to record it; that one is taken then.
 *
 * @param name The tag, under which a build records its image.
 * @param foreign Whether the tag was on an image that no build has recorded.
 */
export async function pushImage(world: World, name: string, foreign: boolean): Promise<string> {
  const image = `${required(world, 'REPOSITORY')}:${name}`;
  let reference = image;
  let said = '';
  const digest = await tries(world, TRIES, async number => {
    if (reference === image && await digestOf(world, image) !== undefined) {
      const recorded = await ours(world, name);
      if (recorded !== undefined) return recorded;
      if (!foreign && number < IMPATIENT) return undefined;
      reference = `${image}-${required(world, 'CODEBUILD_BUILD_ID').split(':').at(-1)}`;
      await world.run('docker', ['tag', image, reference]);
    }
    const { code, output } = await world.run('docker', ['push', reference], { shown: true });
    said = output;
    return code === 0 ? requireDigest(reference, output) : undefined;
  });
  if (digest === undefined) throw new StepFailure(`cannot push ${reference}`, refusalOf(said));
  return digest;
}

function requireDigest(reference: string, log: string): string {
  const digest = pushedDigest(log);
  if (digest === undefined) throw new StepFailure(`${reference} was pushed, and it was not told which digest it has`, log);
  return digest;
}
