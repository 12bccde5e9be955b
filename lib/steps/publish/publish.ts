import { createHash } from 'crypto';
import { ours, record } from '../records/records';
import { digestOf } from '../registry/digest-of';
import { loginEach } from '../registry/login';
import { Step, StepFailure } from '../step';
import { nameContent, point, putTag, putTags } from '../tags/put-tags';
import { tagsOf } from '../tags/tag';
import { tries } from '../world/tries';
import { required, textsOf } from '../world/variables';
import { World } from '../world/world';

/** Brings images under the content tag of the repository, several as one index, and puts the further tags. */
export const publish: Step = async world => {
  const [sources, suffixes, tags] = [textsOf(world, 'SOURCES'), textsOf(world, 'SOURCE_SUFFIXES'), tagsOf(world)];
  if (sources.length + suffixes.length === 0) {
    throw new StepFailure('there is nothing to publish: neither SOURCES nor SOURCE_SUFFIXES has an image');
  }
  const [repository, contentTag] = [required(world, 'REPOSITORY'), required(world, 'CONTENT_TAG')];
  await loginEach(world, [repository, ...sources]);
  const digest = await published(world, sources, suffixes);
  world.say(`${repository}@${digest} is the image`);
  if (world.variables.BY_CONTENT_TAG === 'true') {
    await putTag(world, { tag: contentTag, moving: false }, digest);
  }
  await putTags(world, tags, digest);
  return { IMAGE_DIGEST: digest };
};

/** The digest of the image of this content: the one that is there, or one that is copied now. */
async function published(world: World, sources: readonly string[], suffixes: readonly string[]): Promise<string> {
  const [repository, contentTag] = [required(world, 'REPOSITORY'), required(world, 'CONTENT_TAG')];
  const there = await ours(world, contentTag);
  if (there !== undefined) {
    world.say(`${repository}@${there} is the image of this content: nothing is copied`);
    return there;
  }
  const digest = await copied(world, [...await ofPlatforms(world, suffixes), ...await ofSources(world, sources)]);
  if (await record(world, contentTag, { digest, built: required(world, 'CODEBUILD_BUILD_ARN') })) return digest;
  world.say('notice: another build of this content was first: its image is taken');
  return await ours(world, contentTag) ?? digest;
}

/** The images that builds recorded of each platform, by digest. */
async function ofPlatforms(world: World, suffixes: readonly string[]): Promise<readonly string[]> {
  const [repository, contentTag] = [required(world, 'REPOSITORY'), required(world, 'CONTENT_TAG')];
  const references: string[] = [];
  for (const suffix of suffixes) {
    const digest = await ours(world, `${contentTag}${suffix}`);
    if (digest === undefined) throw new StepFailure(`no build has recorded an image ${repository}:${contentTag}${suffix} that is there`);
    references.push(`${repository}@${digest}`);
  }
  return references;
}

/** Images that are known by a tag or a digest, by digest: so nothing changes between looking and copying. */
async function ofSources(world: World, sources: readonly string[]): Promise<readonly string[]> {
  const references: string[] = [];
  for (const source of sources) {
    const digest = await digestOf(world, source);
    if (digest === undefined) throw new StepFailure(`there is no image ${source}`);
    references.push(`${source.split('@', 1)[0].replace(/:[^/:]*$/, '')}@${digest}`);
  }
  return references;
}

/** Copies images by their digests. Blobs and manifests go whole, of an index all of them. */
async function copied(world: World, references: readonly string[]): Promise<string> {
  const repository = required(world, 'REPOSITORY');
  const digest = references.length > 1 ? await digestOfIndex(world, references) : references[0].slice(references[0].lastIndexOf('@') + 1);
  let [named, said] = ['', ''];
  const done = await tries(world, 3, async () => {
    named = await nameContent(world, required(world, 'CONTENT_TAG'), digest);
    said = (await point(world, named, references)).output; // what is there after it counts
    return await digestOf(world, `${repository}:${named}`) === digest ? true : undefined;
  });
  if (!done) throw new StepFailure(`cannot publish ${references.join(' ')} as ${repository}:${named}`, said);
  return digest;
}

/** The digest that the index of several images will have. */
async function digestOfIndex(world: World, references: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await world.run('docker', ['buildx', 'imagetools', 'create', '--dry-run', ...references]);
  if (code !== 0) throw new StepFailure(`cannot join ${references.join(' ')}`, stderr);
  return `sha256:${createHash('sha256').update(stdout.replace(/\n+$/, '')).digest('hex')}`;
}
