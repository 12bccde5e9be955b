import { createHash } from 'crypto';
import { digestOf } from '../registry/digest-of';
import { loginPrivate, loginPublic } from '../registry/login';
import { Step, StepFailure } from '../step';
import { required, textsOf } from '../world/variables';
import { wordsOf } from '../world/words-of';
import { World } from '../world/world';

/** Value of the parameter before the first look. */
const NONE = 'none';

/** State at the last look. */
interface Note {
  readonly seen: string;
  /** Each time that it is written it has another one. */
  readonly version: number;
}

/** Runs a pipeline where the base images of its image have changed since it was last run for them. */
export const baseImages: Step = async world => {
  const references = textsOf(world, 'BASE_IMAGES');
  await loginPublic(world, references);
  await loginPrivate(world, references);
  const now = seen(await digestsOf(world, references));
  const before = await readNote(world);
  if (before.seen === now) {
    world.say('no base image has changed');
    return {};
  }
  if (before.seen !== NONE) {
    await runPipeline(world, now, before);
  }
  await writeNote(world, now);
  return {};
};

/** Each base image by its digest. */
async function digestsOf(world: World, references: readonly string[]): Promise<string[]> {
  const images: string[] = [];
  for (const reference of references) {
    const digest = await digestOf(world, reference);
    if (!digest) throw new StepFailure(`there is no base image ${reference}`);
    world.say(`${reference} is ${digest}`);
    images.push(`${reference}@${digest}`);
  }
  return images;
}

/** Text that stands for base images. */
export function seen(images: readonly string[]): string {
  return createHash('sha256').update(images.map(image => `${image}\n`).join('')).digest('hex').slice(0, 32);
}

async function readNote(world: World): Promise<Note> {
  try {
    const { Parameter } = await world.aws.call('ssm', 'GetParameter', { Name: required(world, 'PARAMETER') });
    return { seen: Parameter.Value, version: Parameter.Version };
  } catch (error) {
    throw new StepFailure('cannot read which base images were seen last', wordsOf(error));
  }
}

/** The token stands for these base images after what was noted: asked twice, the pipeline runs once; where they come back later, again. */
async function runPipeline(world: World, now: string, before: Note): Promise<void> {
  const name = required(world, 'PIPELINE');
  try {
    const { pipelineExecutionId } = await world.aws.call('codepipeline', 'StartPipelineExecution', {
      name, clientRequestToken: `${now}-${before.version}`, variables: [{ name: required(world, 'VARIABLE'), value: now }],
    });
    world.say(`a base image has changed: the pipeline runs as ${pipelineExecutionId}`);
  } catch (error) {
    throw new StepFailure(`cannot run the pipeline ${name}`, wordsOf(error));
  }
}

async function writeNote(world: World, now: string): Promise<void> {
  try {
    await world.aws.call('ssm', 'PutParameter', { Name: required(world, 'PARAMETER'), Value: now, Overwrite: true });
  } catch (error) {
    throw new StepFailure('cannot note which base images were seen last', wordsOf(error));
  }
}
