import * as fs from 'fs';
import * as path from 'path';
import { buildEvidence } from '../evidence/build-evidence';
import { packed } from '../evidence/evidence';
import { Made, ours, record, recorded } from '../records/records';
import { digestOf } from '../registry/digest-of';
import { hostOf, login, loginPrivate, loginPublic } from '../registry/login';
import { Step, StepFailure } from '../step';
import { beganOf, putTag, putTags } from '../tags/put-tags';
import { tagsOf } from '../tags/tag';
import { given, required, textsOf } from '../world/variables';
import { World } from '../world/world';
import { BuildObserver } from './build-observer';
import { Builder } from './builder';
import { Caches } from './caches';
import { reportSkipped, reportsOf, runGates } from './gates';
import { pushImage } from './push-image';

/** How an image is built. */
export interface BuildImageOptions {
  /** When its build began, in milliseconds since 1970; now if not given. */
  readonly began?: number;
  /** Who is told how it goes. */
  readonly observer?: BuildObserver;
}

const NOBODY: BuildObserver = { gates: async () => undefined, image: async () => ({}) };

/** Builds one image of the context, lets its gates judge it, and pushes it by its content tag; then the further tags. */
export async function buildImage(world: World, { began = world.now(), observer = NOBODY }: BuildImageOptions = {}): ReturnType<Step> {
  const [repository, name] = [required(world, 'REPOSITORY'), nameOf(world)];
  const [gates, tags, caches] = [textsOf(world, 'GATES'), tagsOf(world), new Caches(world)];
  const builder = new Builder(world);
  fs.mkdirSync(reportsOf(world), { recursive: true });
  await login(world, hostOf(repository));
  const there = await found(world, name);
  if (there) reportSkipped(world, gates, `${repository}@${there.digest}`, buildIn(there.built));
  const made = there ?? await make(world, name, { builder, caches, gates, began, observer });
  if (made === undefined) {
    world.say('the image is built and passed its gates; it is not pushed');
    return {};
  }
  const { digest, built } = made;
  world.say(`${repository}@${digest} is the image`);
  const told = await observer.image({ digest, built, began: beganOf(world) ?? '' });
  if (world.variables.BY_CONTENT_TAG === 'true') {
    await putTag(world, { tag: name, moving: false }, digest);
  }
  await putTags(world, tags, digest);
  if (!there) await caches.write(builder);
  return { ...told, IMAGE_DIGEST: digest };
}

/** The step that builds what the source of the build holds as `context.tar`. */
export const build: Step = world => buildImage(world);

/** The image of this content, where a build has made it before. */
async function found(world: World, name: string): Promise<Made | undefined> {
  const digest = await ours(world, name);
  if (digest === undefined) return undefined;
  const built = await recorded(world, '', name, 'Built') ?? '';
  world.say(`${required(world, 'REPOSITORY')}@${digest} is the image of this content, made by the build ${buildIn(built)}: nothing is built`);
  return { digest, built };
}

/** Build of one context, and who is told how it goes. */
export interface Judging {
  readonly builder: Builder;
  readonly caches: Caches;
  readonly gates: readonly string[];
  readonly observer?: BuildObserver;
}

interface Making extends Judging, Required<BuildImageOptions> {
  readonly observer: BuildObserver;
}

/** Builds the image, and records it; gives nothing where it is not to be pushed. */
async function make(world: World, name: string, making: Making): Promise<Made | undefined> {
  const image = `${required(world, 'REPOSITORY')}:${name}`;
  const foreign = await digestOf(world, image);
  if (foreign !== undefined) {
    world.say(`notice: ${image} holds ${foreign}, which no build has recorded: it is not used, and the image is built`);
  }
  const evidence = await buildAndJudge(world, image, making);
  if ((world.variables.PUSH ?? 'true') !== 'true') return undefined;
  const digest = await pushImage(world, name, foreign !== undefined);
  const built = [required(world, 'CODEBUILD_BUILD_ARN'), timeOf(making.began), timeOf(world.now())].join('|');
  if (await record(world, name, { digest, built, evidence })) return { digest, built };
  world.say('notice: another build of this content was first: its image is taken');
  return { digest: await ours(world, name) ?? digest, built: await recorded(world, '', name, 'Built') ?? built };
}

/** Builds an image that its gates judge. Gives what this build saw of them, packed, as far as it can be told. */
export async function buildAndJudge(world: World, image: string, judging: Judging): Promise<string | undefined> {
  const { builder, caches, gates, observer = NOBODY } = judging;
  const bases = textsOf(world, 'BASE_IMAGES');
  await loginPublic(world, bases);
  await loginPrivate(world, bases);
  await unpackContext(world, builder.context);
  // before the gates: the one that starts the image needs the dependencies of production, too
  await caches.read(builder);
  const results = gates.length > 0 ? await runGates(world, builder, gates, observer) : [];
  await builder.build(['--load', '--tag', image]);
  const evidence = buildEvidence(world, builder, results);
  return evidence && packed(evidence);
}

async function unpackContext(world: World, directory: string): Promise<void> {
  if (fs.existsSync(directory)) return;
  fs.mkdirSync(directory, { recursive: true });
  const { code, output } = await world.run('tar', ['-xf', path.join(world.source, 'context.tar'), '-C', directory]);
  if (code !== 0) throw new StepFailure('the source of the build holds no build context', output);
}

function nameOf(world: World): string {
  return `${required(world, 'CONTENT_TAG')}${given(world, 'TAG_SUFFIX') ?? ''}`;
}

/** The build in what a record says of it. */
function buildIn(built: string): string {
  return built.split('|', 1)[0];
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
