import { refer, referrersOf } from '../registry/referrers';
import { RegistryRepository } from '../registry/registry-repository';
import { isDigest } from '../registry/sha256';
import { World } from '../world/world';
import { bundleOf, signedIn } from './bundle';
import { SigningKey } from './signing-key';
import { isStatementOn, statement } from './statement';

/** Signed statements on the images of a repository, as bundles of Sigstore, which cosign verifies. */
export class Attestations {
  constructor(
    private readonly world: World,
    private readonly repository: RegistryRepository,
    private readonly key: SigningKey,
    private readonly keyHint: string,
  ) {}

  /**
   * True if such a statement is attached that this key signed on this image. So a step that is run again adds nothing.
   *
   * @param holds What is asked of the predicate.
   */
  public async has(digest: string, type: string, holds: (predicate: any) => boolean = () => true): Promise<boolean> {
    for (const referrer of await referrersOf(this.repository, digest, type)) {
      const signed = signedIn(await this.bundle(referrer));
      if (!signed || !isStatementOn(signed.payload.toString('utf8'), { digest, type }, holds)) continue;
      if (!await this.key.verifies(signed)) continue;
      this.world.say(`${this.repository.uri}@${digest} has ${type} already`);
      return true;
    }
    return false;
  }

  /** Signs a statement on an image, and attaches it. */
  public async put(digest: string, type: string, predicate: unknown): Promise<void> {
    const payload = Buffer.from(JSON.stringify(statement({ repository: this.repository.uri, digest, type, predicate })));
    const signature = await this.key.sign(payload);
    const bundle = bundleOf({ payload, signature }, this.keyHint);
    await refer(this.repository, { digest, bundle, predicateType: type, now: this.world.now() });
    this.world.say(`${this.repository.uri}@${digest} has ${type}`);
  }

  /** The text of what may be a bundle; an empty one where there is none. */
  private async bundle(referrer: string): Promise<string> {
    const digest = firstLayer((await this.repository.requireManifest(referrer)).toString('utf8'));
    if (!isDigest(digest)) return '';
    const { status, body } = await this.repository.blob(digest);
    return status === 200 ? body.toString('utf8') : '';
  }
}

function firstLayer(manifest: string): unknown {
  try {
    return JSON.parse(manifest).layers[0].digest;
  } catch {
    return undefined;
  }
}
