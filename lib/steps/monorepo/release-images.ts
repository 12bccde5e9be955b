import { keyOf, ours, recorded, records } from '../records/records';
import { loginEach } from '../registry/login';
import { Step, StepFailure } from '../step';
import { putTags, requireTags } from '../tags/put-tags';
import { given, required, withVariables } from '../world/variables';
import { World } from '../world/world';
import { attempts, Failure } from './attempts';
import { each } from './each';
import { readJson } from './objects';
import { HandedOn, ReleasePlan } from './release-plan';
import { noteReleased } from './released';

/** An image that a build has recorded. */
interface BuiltImage {
  readonly image: ReleasePlan['images'][number];
  readonly digest: string;
  /** The world in which the repository and the content are its own. */
  readonly world: World;
}

/**
 * Puts the tags of a release on what was built, by the digests that builds recorded. An image that was not built is not
 * released; whether the others are, is told by RELEASE_TOGETHER.
 */
export const releaseImages: Step = async world => {
  const handed: HandedOn = await readJson(world, required(world, 'HANDED_ON'));
  const plan: ReleasePlan = await readJson(world, handed.plan);
  await loginEach(world, Object.values(handed.repositories));
  const failures: Failure[] = plan.refused.map(({ name, error }) => ({ name, reason: error }));
  const built: BuiltImage[] = [];
  const attempt = attempts(failures);
  await each(plan.images, image => attempt(image.name, async () => void built.push(await builtOf(world, handed, plan, image))));
  const together = given(world, 'RELEASE_TOGETHER') === 'true';
  await each(together ? built : [], ({ image, digest, world: own }) => attempt(image.name, () => requireTags(own, image.tags, digest)));
  if (together && failures.length > 0) throw failureOf(failures, 'nothing is released, because the images are released together');
  let released = 0;
  await each(built, ({ image: { name, mark, tags }, digest, world: own }) => attempt(name, async () => {
    await putTags(own, tags, digest);
    await noteReleased(own, { name, mark, digest, began: plan.began });
    world.say(`${name} is released: ${own.variables.REPOSITORY}@${digest}`);
    released++;
  }));
  if (failures.length > 0) throw failureOf(failures, `${released} others are released`);
  return { RELEASED: String(released) };
};

async function builtOf(world: World, { repositories, failures, checked }: HandedOn, { began }: ReleasePlan, image: ReleasePlan['images'][number]): Promise<BuiltImage> {
  const REPOSITORY = repositories[image.name];
  if (REPOSITORY === undefined) throw new StepFailure('the pipeline was deployed without it while it ran: run it again');
  const own = withVariables(world, { REPOSITORY, CONTENT_TAG: image.contentTag, BEGAN: began });
  const failed = failures.find(({ name }) => name === image.name);
  if (failed) throw new StepFailure(failed.reason);
  const digest = await ours(own, image.contentTag);
  if (digest !== undefined && checked && checked[image.name] !== digest) {
    throw new StepFailure(`${REPOSITORY}@${digest} is recorded, and ${checked[image.name] ?? 'no image'} has passed its checks: run the pipeline again`);
  }
  if (digest !== undefined) return { image, digest, world: own };
  const lost = await recorded(own, '', image.contentTag, 'Digest');
  if (lost === undefined) throw new StepFailure(`no build has recorded an image ${REPOSITORY}:${image.contentTag}`);
  // a record without an image would keep every later push from building it
  await records(own, 'DeleteItem', {
    Key: keyOf(own, '', image.contentTag), ConditionExpression: 'Digest = :digest', ExpressionAttributeValues: { ':digest': { S: lost } },
  });
  throw new StepFailure(`${REPOSITORY}@${lost} was built, and is not in the repository any more: run the pipeline again, which builds it`);
}

function failureOf(failures: readonly Failure[], others: string): StepFailure {
  return new StepFailure(`not released: ${failures.map(({ name }) => name).join(', ')}; ${others}`, failures.map(({ name, reason }) => `${name}: ${reason}`).join('\n'));
}
