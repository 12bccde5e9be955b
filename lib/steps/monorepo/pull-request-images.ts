import * as fs from 'fs';
import * as path from 'path';
import { buildAndJudge } from '../build/build-image';
import { Builder } from '../build/builder';
import { Caches } from '../build/caches';
import { reportsOf } from '../build/gates';
import { Step, StepFailure } from '../step';
import { PULL_REQUESTS_FILE } from '../step-program';
import { withVariables } from '../world/variables';
import { World } from '../world/world';
import { attempts, Failure } from './attempts';
import { Draft, draft } from './draft';

/** Variables of the build of an image in a pull request. */
interface Given {
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Flags of `docker build --secret`. */
  readonly secrets: readonly string[];
}

/**
 * Builds the images whose content a pull request changes, one after another, and has their gates judge them. All are built before it is
 * told which did not pass; none goes to a repository.
 */
export const pullRequestImages: Step = async world => {
  const { wanted, refused } = await draft(world);
  const given: Record<string, Given> = JSON.parse(fs.readFileSync(path.join(world.work, 'plan', PULL_REQUESTS_FILE), 'utf8'));
  const failures: Failure[] = refused.map(({ name, error }) => ({ name, reason: error }));
  const attempt = attempts(failures);
  for (const image of wanted) {
    world.say(`${image.name} is built`);
    await attempt(image.name, () => judge(world, image, given[image.name]));
  }
  if (failures.length > 0) {
    throw new StepFailure(`did not pass: ${failures.map(({ name }) => name).join(', ')}; of ${wanted.length + refused.length} images that differ from what is released`,
      failures.map(({ name, reason }) => `${name}: ${reason}`).join('\n'));
  }
  world.say(wanted.length === 0 ? 'no image differs from what is released: there is nothing to build' : `${wanted.length} images passed their gates; they are not pushed`);
  return {};
};

async function judge(world: World, image: Draft['wanted'][number], { buildArgs, secrets }: Given): Promise<void> {
  const { name, contentTag, gates, unprovenGates = [], baseImages, archive } = image;
  const own: World = {
    ...withVariables(world, {
      CONTENT_TAG: contentTag,
      GATES: JSON.stringify(gates),
      UNPROVEN_GATES: JSON.stringify(unprovenGates),
      BASE_IMAGES: JSON.stringify(baseImages),
      BUILD_ARGS: JSON.stringify(buildArgs),
      BUILD_SECRETS: JSON.stringify(secrets),
    }),
    source: archive,
    work: path.join(world.work, 'images', name),
  };
  fs.mkdirSync(reportsOf(own), { recursive: true });
  const tag = `pull-request:${contentTag}`;
  try {
    await buildAndJudge(own, tag, { builder: new Builder(own), caches: new Caches(own), gates });
  } finally {
    fs.mkdirSync(reportsOf(world), { recursive: true });
    fs.renameSync(reportsOf(own), path.join(reportsOf(world), name));
  }
  // many images share one disk
  await world.run('docker', ['image', 'rm', '--force', tag]);
}
