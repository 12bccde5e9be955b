import * as fs from 'fs';
import * as path from 'path';
import { moveSources, unpackPlan } from '../build/prepare';
import { DraftedImage, DraftedImages, IMAGES_FILE, RefusedImage } from '../context-program';
import { StepFailure } from '../step';
import { given } from '../world/variables';
import { World } from '../world/world';
import { releasedMarks } from './released';

/** Images of a checkout that are not released, and those that cannot be made of it. */
export interface Draft {
  readonly wanted: readonly (DraftedImage & { readonly archive: string })[];
  readonly refused: readonly RefusedImage[];
}

/** Makes the build contexts of the images whose content is not released. */
export async function draft(world: World): Promise<Draft> {
  const images = await drafted(world, await releasedMarks(world));
  const refused = images.filter((image): image is RefusedImage => 'error' in image);
  const wanted = images.filter((image): image is Draft['wanted'][number] => 'archive' in image);
  refused.forEach(({ name, error }) => world.say(`${name} cannot be built: ${error}`));
  const same = images.length - refused.length - wanted.length;
  world.say(`of ${images.length} images ${same} are released as they are, ${wanted.length} are not: ${wanted.map(({ name }) => name).join(', ') || 'none'}`);
  return { wanted, refused };
}

/** The commit of the sources; an empty text where they have none. */
export function commitOf(world: World): string {
  return given(world, 'SOURCE_VERSION') ?? given(world, 'CODEBUILD_RESOLVED_SOURCE_VERSION') ?? '';
}

/** One process for all images: the files of the sources are read once. */
async function drafted(world: World, released: object): Promise<DraftedImages['images']> {
  const [source, plan, made] = ['source', 'plan', 'made'].map(name => path.join(world.work, name));
  moveSources(world, source);
  await unpackPlan(world, plan);
  const marks = path.join(world.work, 'released.json');
  fs.writeFileSync(marks, JSON.stringify(released));
  const { code, stdout, stderr } = await world.run('node', [path.join(plan, 'index.js')], { variables: {
    PLAN: path.join(plan, 'plan.json'), SOURCE: source, OUTPUT: made, RELEASED: marks, SOURCE_VERSION: commitOf(world),
  } });
  if (code !== 0) {
    const [reason, ...more] = stderr.split('\n');
    throw new StepFailure(reason || `the program that makes the build contexts ended with ${code} and said nothing`, more.join('\n'));
  }
  world.show(stdout + stderr);
  return JSON.parse(fs.readFileSync(path.join(made, IMAGES_FILE), 'utf8')).images;
}
