import * as fs from 'fs';
import * as path from 'path';
import { StepFailure } from '../step';
import { PROGRAM_FILE } from '../step-program';
import { required } from '../world/variables';
import { wordsOf } from '../world/words-of';
import { World } from '../world/world';
import { Prepared, preparedOf } from './prepared';

/** So often the plan is asked for. */
const TRIES = 3;

/** Makes the build context of the sources that the pipeline gave, as the plan of the image says, in the directory `context`. */
export async function prepare(world: World): Promise<Prepared> {
  const { work } = world;
  const [source, plan, made] = ['source', 'plan', 'made'].map(name => path.join(work, name));
  moveSources(world, source);
  await unpackPlan(world, plan);
  const { SOURCE_VERSION, CODEBUILD_RESOLVED_SOURCE_VERSION = '' } = world.variables;
  const { code, stderr } = await world.run('node', [path.join(plan, 'index.js')], { variables: {
    PLAN: path.join(plan, 'plan.json'), SOURCE: source, OUTPUT: made, SOURCE_VERSION: SOURCE_VERSION || CODEBUILD_RESOLVED_SOURCE_VERSION,
  } });
  if (code !== 0) {
    const [reason, ...more] = stderr.split('\n');
    throw new StepFailure(reason || `the program that makes the build context ended with ${code} and said nothing`, more.join('\n'));
  }
  world.show(stderr);
  fs.renameSync(path.join(made, 'context'), path.join(work, 'context'));
  return preparedOf(JSON.parse(fs.readFileSync(path.join(made, 'result.json'), 'utf8')), world.variables);
}

/**
 * The sources apart from what is written here. Whoever wrote the sources could have put a program here that would run in place of
 * ours, outside of the build of the image.
 */
export function moveSources({ source, work }: World, target: string): void {
  const foreign = fs.readdirSync(work).filter(name => name !== PROGRAM_FILE);
  if (fs.lstatSync(work).isSymbolicLink() || foreign.length > 0) {
    throw new StepFailure(`the source holds ${[path.basename(work), ...foreign.slice(0, 1)].join('/')}, where the build has its own files: remove the directory ${path.basename(work)} from the source`);
  }
  fs.mkdirSync(target, { recursive: true });
  fs.readdirSync(source).map(name => path.join(source, name)).filter(file => file !== work)
    .forEach(file => fs.renameSync(file, path.join(target, path.basename(file))));
}

/** Unpacks what was made at synthesis: the plan, and the program that carries it out. */
export async function unpackPlan(world: World, directory: string): Promise<void> {
  const place = required(world, 'PLAN');
  const archive = path.join(world.work, 'plan.zip');
  fs.writeFileSync(archive, await fetched(world, place));
  const { code, output } = await world.run('unzip', ['-q', archive, '-d', directory]);
  if (code !== 0) {
    throw new StepFailure(`the plan of the image cannot be unpacked from ${place}`, output);
  }
}

/** A file of S3, whose place is its bucket and its key. The leave to read it may be younger than the build. */
async function fetched({ aws, pause }: World, place: string): Promise<Uint8Array> {
  const slash = place.indexOf('/');
  for (let tried = 1; ; tried++) {
    try {
      const { Body } = await aws.call('s3', 'GetObject', { Bucket: place.slice(0, slash), Key: place.slice(slash + 1) });
      return await Body.transformToByteArray();
    } catch (error) {
      if (tried === TRIES) throw new StepFailure(`cannot read the plan of the image from ${place}`, wordsOf(error));
      await pause(2 ** tried);
    }
  }
}
