import { note, recorded } from '../records/records';
import { given, required, textsOf } from '../world/variables';
import { World } from '../world/world';
import { isCached, lastLine, pushedDigest } from './build-log';
import { Builder } from './builder';

/** Caches of installed dependencies in the registry for the next build: an image for each stage that installs. */
export class Caches {
  private readonly stages: readonly string[];
  private readonly tag: string | undefined;
  /** The stages whose caches hold what they would be written with. */
  private readonly current = new Set<string>();

  constructor(private readonly world: World) {
    this.tag = given(world, 'CACHE_TAG');
    this.stages = this.tag === undefined ? [] : textsOf(world, 'CACHE_STAGES');
  }

  /**
   * Takes up the caches that builds recorded, each in a build of its own: of several that begin alike one build takes up one.
   * Where the registry does not say that a cache is there, there is none for this build.
   */
  public async read(builder: Builder): Promise<void> {
    for (const stage of this.stages) {
      const repository = required(this.world, 'REPOSITORY');
      const digest = await recorded(this.world, '', `${this.tag}-${stage}`, 'Digest');
      if (digest === undefined) {
        this.world.say(`notice: there is no cache ${repository}:${this.tag}-${stage} that a build has recorded`);
        continue;
      }
      const reference = `${repository}@${digest}`;
      const { code, output } = await this.world.run('docker', ['buildx', 'imagetools', 'inspect', reference]);
      if (code !== 0) {
        this.world.say(`notice: no cache is read from ${reference}: ${lastLine(output)}`);
        continue;
      }
      const log = await builder.build(['--cache-from', `type=registry,ref=${reference}`, '--target', stage, '--output', 'type=cacheonly']);
      if (isCached(log, stage)) this.current.add(stage);
    }
  }

  /** After a build that passed, from what it left in the builder: the caches that do not hold it yet. */
  public async write(builder: Builder): Promise<void> {
    for (const stage of this.stages.filter(name => !this.current.has(name))) {
      const reference = `${required(this.world, 'REPOSITORY')}:${this.tag}-${stage}`;
      const built = await builder.try(['--target', stage, '--cache-to', 'type=inline', '--load', '--tag', reference]);
      const { code, output } = built.code === 0 ? await this.world.run('docker', ['push', reference]) : built;
      const digest = code === 0 ? pushedDigest(output) : undefined;
      if (digest === undefined) {
        this.world.say(`notice: the cache ${reference} is not written: ${lastLine(output)}`);
      } else {
        await note(this.world, `${this.tag}-${stage}`, { digest, built: '' });
      }
    }
  }
}
