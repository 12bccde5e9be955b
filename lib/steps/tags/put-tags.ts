import { Tag } from '../context-program';
import { recorded } from '../records/records';
import { holding, lead } from '../records/tag-records';
import { digestOf } from '../registry/digest-of';
import { StepFailure } from '../step';
import { given, required } from '../world/variables';
import { Completed, World } from '../world/world';
import { conflict } from './tag';

/** How often a tag is put until it is there. */
const TRIES = 3;

/** Puts a tag of the repository on an image, or on an index of several. */
export function point(world: World, tag: string, references: readonly string[]): Promise<Completed> {
  return world.run('docker', ['buildx', 'imagetools', 'create', '--prefer-index=false', '--tag', `${required(world, 'REPOSITORY')}:${tag}`, ...references]);
}

/** The tag of a content; where an image has it that is not the one that was built, one beside it. */
export async function nameContent(world: World, tag: string, digest: string): Promise<string> {
  const repository = required(world, 'REPOSITORY');
  const there = await digestOf(world, `${repository}:${tag}`);
  if (there === undefined || there === digest) return tag;
  // whoever knows the image by this tag alone would run the other one
  if (world.variables.BY_CONTENT_TAG === 'true') throw conflict(world, tag, there, digest);
  const named = `${tag}-${digest.slice('sha256:'.length).slice(0, 12)}`;
  world.say(`notice: the tag ${tag} of ${repository} holds ${there}, which is not the image that was built: that one has the tag ${named}`);
  return named;
}

/** Puts a tag on an image of the repository, or on one of another, which is copied then: blobs and manifests go whole, of an index all of them. */
export async function putTag(world: World, tag: Tag, digest: string, source: string = required(world, 'REPOSITORY')): Promise<void> {
  const began = beganOf(world);
  if (given(world, 'RECORDS') === undefined || tag.moving && began === undefined) {
    await place(world, tag, digest, source);
  } else if (tag.moving) {
    await move(world, tag, digest, source, began!);
  } else if (await digestOf(world, `${required(world, 'REPOSITORY')}:${tag.tag}`) === digest) {
    await place(world, tag, digest, source);
  } else {
    await holding(world, tag.tag, digest, () => place(world, tag, digest, source));
  }
}

/** Fails where one of the further tags is fixed and taken. */
export async function requireTags(world: World, tags: readonly Tag[], digest: string): Promise<void> {
  for (const { tag, moving } of tags) {
    if (tag === world.variables.CONTENT_TAG) continue;
    const there = await digestOf(world, `${required(world, 'REPOSITORY')}:${tag}`);
    if (there !== undefined && there !== digest && !moving) throw conflict(world, tag, there, digest);
  }
}

/** Puts the further tags; a conflict is told before any of them is put. */
export async function putTags(world: World, tags: readonly Tag[], digest: string): Promise<void> {
  await requireTags(world, tags, digest);
  for (const { tag, moving } of tags) {
    const named = tag === world.variables.CONTENT_TAG ? await nameContent(world, tag, digest) : tag;
    await putTag(world, { tag: named, moving }, digest);
  }
}

/** When the build began, in milliseconds since 1970, as far as it is known. */
export function beganOf(world: World): string | undefined {
  return given(world, 'BEGAN') ?? given(world, 'CODEBUILD_START_TIME');
}

async function move(world: World, tag: Tag, digest: string, source: string, began: string): Promise<void> {
  const repository = required(world, 'REPOSITORY');
  if (!await lead(world, tag.tag, digest, began)) {
    const latest = await recorded(world, ' tags', tag.tag, 'Digest');
    world.say(`notice: the tag ${tag.tag} of ${repository} is not moved to ${digest}: a later build has put it on ${latest ?? ''}`);
    return;
  }
  await place(world, tag, digest, source);
  // a later build that went ahead meanwhile may have put it before
  const latest = await recorded(world, ' tags', tag.tag, 'Digest');
  if (latest !== undefined && latest !== digest) {
    world.say(`notice: the tag ${tag.tag} of ${repository} goes back to ${latest}, which a later build has put it on`);
    await place(world, tag, latest, repository);
  }
}

/** Puts a tag: what is there after it counts, and not what the call said. */
async function place(world: World, { tag, moving }: Tag, digest: string, source: string): Promise<void> {
  const reference = `${required(world, 'REPOSITORY')}:${tag}`;
  let said = '';
  for (let number = 1; ; number++) {
    const there = await digestOf(world, reference);
    if (there === digest) break;
    if (number > TRIES) throw new StepFailure(`cannot put the tag ${tag} of ${required(world, 'REPOSITORY')} on ${source}@${digest}`, said);
    if (there !== undefined && !moving) throw conflict(world, tag, there, digest);
    if (number > 1) await world.pause(2 ** (number - 1));
    said = (await point(world, tag, [`${source}@${digest}`])).output;
  }
  world.say(`${reference} is ${digest}`);
}
