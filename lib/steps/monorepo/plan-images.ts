import * as fs from 'fs';
import * as path from 'path';
import { Step, StepFailure } from '../step';
import { given, required } from '../world/variables';
import { World } from '../world/world';
import { commitOf, draft } from './draft';
import { each } from './each';
import { putObject } from './objects';
import { MachineInput, ReleasePlan } from './release-plan';
import { zipOf } from './zip';

/** Most bytes that Step Functions accepts as the input of an execution, and as that of a state. */
const MOST_BYTES = 256 * 1024;

/**
 * Looks at all images of the sources that the pipeline gave: which content each has, and which is released. For those that are
 * not, it leaves the build context where their build finds it, and says what is to be built.
 */
export const planImages: Step = async world => {
  const began = given(world, 'CODEBUILD_START_TIME') ?? String(world.now());
  const { refused, wanted } = await draft(world);
  if (refused.length > 0 && given(world, 'RELEASE_TOGETHER') === 'true') {
    throw new StepFailure(`nothing is built, because images are released together, and of ${refused.length} of them there is none: ${refused.map(({ name }) => name).join(', ')}`,
      refused.map(({ name, error }) => `${name}: ${error}`).join('\n'));
  }
  const place = required(world, 'CONTEXTS');
  await each(wanted, image => putObject(world, `${place}/contexts/${image.name}/${image.contentTag}.zip`, zipOf('context.tar', fs.readFileSync(path.join(image.archive!, 'context.tar')))));
  const plan = `${place}/plans/${required(world, 'CODEBUILD_BUILD_ID').split(':').at(-1)}.json`;
  const release: ReleasePlan = { began, images: wanted.map(({ name, contentTag, mark, tags }) => ({ name, contentTag, mark, tags })), refused };
  await putObject(world, plan, JSON.stringify(release));
  const input: MachineInput = {
    plan,
    commit: commitOf(world),
    build: wanted.map(({ name, contentTag, gates, unprovenGates = [], cacheStages, baseImages }) =>
      ({ name, contentTag, ...asTexts({ gates, unprovenGates, cacheStages, baseImages }) })),
    nothing: wanted.length + refused.length === 0,
  };
  leave(world, JSON.stringify(input));
  return { CHANGED: String(wanted.length) };
};

function asTexts<K extends string>(lists: Record<K, readonly string[]>): Record<K, string> {
  return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, JSON.stringify(list)])) as Record<K, string>;
}

/** Leaves the input of the state machine, as the artifact of the step. */
function leave({ work }: World, text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_BYTES) {
    throw new StepFailure(`what is to be built takes ${bytes} bytes to say, and Step Functions takes ${MOST_BYTES}: make several pipelines of the images, or build fewer gates and base images`);
  }
  fs.mkdirSync(path.join(work, 'machine'), { recursive: true });
  fs.writeFileSync(path.join(work, 'machine', 'input.json'), text);
}
