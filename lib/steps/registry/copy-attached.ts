import { World } from '../world/world';
import { digestsIn, rawManifest } from './images';
import { referrersOf } from './referrers';
import { RegistryRepository } from './registry-repository';
import { expectStatus, HttpAnswer } from './requests';
import { isDigest } from './sha256';

/** Copy of an image, and where it goes. */
export interface Copying {
  /** The repository of the image. */
  readonly source: string;
  /** The repository that has the image already, too. */
  readonly target: string;
  readonly digest: string;
}

/** The tags that cosign, and registries without referrers, have for what is attached to a digest. */
const SUFFIXES = ['', '.sig', '.att', '.sbom'];

/** How far what is attached is followed: a list of parts has a signature, and that may have one. */
const MOST_DEPTH = 2;

/**
 * Copies what is attached to an image (signatures, lists of parts, provenance), to another repository; of an index what is
 * attached to its images, too: whoever runs one architecture asks for the signature of that.
 */
export async function copyAttached(world: World, { source, target, digest }: Copying): Promise<void> {
  const digests = digestsIn(await rawManifest(world, `${source}@${digest}`));
  const copy = new AttachedCopy(world, new RegistryRepository(world, source), new RegistryRepository(world, target), digest);
  for (const one of [digest, ...digests]) await copy.attachedTo(one, 0);
}

class AttachedCopy {
  constructor(
    private readonly world: World,
    private readonly source: RegistryRepository,
    private readonly target: RegistryRepository,
    private readonly digest: string,
  ) {}

  public async attachedTo(digest: string, depth: number): Promise<void> {
    for (const suffix of SUFFIXES) await this.manifest(`${digest.replace(':', '-')}${suffix}`);
    for (const referrer of await referrersOf(this.source, digest)) {
      await this.manifest(referrer);
      if (depth < MOST_DEPTH) await this.attachedTo(referrer, depth + 1);
    }
  }

  /** With all that it holds; nothing if it is not there. It keeps its digest, byte for byte. */
  private async manifest(reference: string): Promise<void> {
    const answer = await this.source.manifest(reference);
    if (answer.status === 404) return;
    this.expect(answer, 200, `${reference} of ${this.source.uri}`);
    const { manifests, blobs } = heldBy(answer.body.toString('utf8'));
    for (const digest of manifests) await this.manifest(digest);
    for (const digest of blobs) await this.blob(digest);
    const put = await this.target.putManifest(reference, answer.headers.get('content-type') ?? '', Buffer.from(answer.body));
    // a repository with immutable tags takes none again, not even the same
    if (put.status !== 400 || !await this.isThere(reference, answer.body)) this.expect(put, 201, `${reference} in ${this.target.uri}`);
    this.world.say(`${this.target.uri} has ${reference}, which is attached`);
  }

  private async isThere(reference: string, manifest: Buffer): Promise<boolean> {
    const { status, body } = await this.target.manifest(reference);
    return status === 200 && body.equals(manifest);
  }

  private async blob(digest: string): Promise<void> {
    if (await this.target.hasBlob(digest)) return;
    const answer = await this.source.blob(digest);
    this.expect(answer, 200, `the blob ${digest} of ${this.source.uri}`);
    await this.target.pushBlob(Buffer.from(answer.body));
  }

  private expect(answer: HttpAnswer, status: number, what: string): void {
    expectStatus(answer, [status], `copy what is attached to ${this.digest}, ${what}`);
  }
}

/** The manifests and the blobs that a manifest leads to. */
export function heldBy(manifest: string): { manifests: string[]; blobs: string[] } {
  const { config, layers } = JSON.parse(manifest);
  return {
    manifests: digestsIn(manifest),
    blobs: [config, ...Array.isArray(layers) ? layers : []].map(descriptor => descriptor?.digest).filter(isDigest),
  };
}
