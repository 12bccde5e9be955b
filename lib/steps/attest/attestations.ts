import { bundleOf, signedIn } from '../../attestations/bundle';
import { Claim, imageSubject, isStatementOn, statement } from '../../attestations/statement';
import { refer, referrersOf } from '../registry/referrers';
import { RegistryRepository } from '../registry/registry-repository';
import { digestOfBytes, isDigest } from '../registry/sha256';
import { World } from '../world/world';
import { SigningKey } from './signing-key';

/** Signed statements on the images of a repository, as bundles of Sigstore, which cosign verifies. */
export class Attestations {
  constructor(
    private readonly world: World,
    private readonly repository: RegistryRepository,
    private readonly key: SigningKey,
    private readonly keyHint: string,
  ) {}

  /**
   * Has a statement on an image attached to it, unless there is one that this key signed. So a step that is run again adds nothing.
   *
   * @param predicate What is said; made where it is not there.
   * @param holds What is asked of the predicate of one that is there.
   * @returns the digest of the bundle
   */
  public async on(digest: string, type: string, predicate: () => unknown, holds: (predicate: any) => boolean = () => true): Promise<string> {
    return await this.found(digest, type, holds)
      ?? this.attach([digest], { subjects: [imageSubject(this.repository.uri, digest)], type, predicate: await predicate() });
  }

  /**
   * Has one statement on several images attached to each of them, as `on` does.
   *
   * @returns the digest of the bundle at the last of them
   */
  public async onAll(digests: readonly string[], claim: Claim, holds: (predicate: any) => boolean): Promise<string> {
    const found = new Map<string, string | undefined>();
    for (const digest of digests) found.set(digest, await this.found(digest, claim.type, holds));
    const missing = digests.filter(digest => found.get(digest) === undefined);
    const attached = missing.length > 0 ? await this.attach(missing, claim) : '';
    return found.get(digests.at(-1)!) ?? attached;
  }

  /** Signs a statement, and attaches it to images; gives the digest of the bundle. */
  private async attach(digests: readonly string[], claim: Claim): Promise<string> {
    const payload = Buffer.from(JSON.stringify(statement(claim)));
    const signature = await this.key.sign(payload);
    const bundle = bundleOf({ payload, signature }, this.keyHint);
    for (const digest of digests) {
      await refer(this.repository, { digest, bundle, predicateType: claim.type, now: this.world.now() });
      this.world.say(`${this.repository.uri}@${digest} has ${claim.type}`);
    }
    return digestOfBytes(bundle);
  }

  /** The digest of the bundle with such a statement that is attached, and that this key signed on this image. */
  private async found(digest: string, type: string, holds: (predicate: any) => boolean): Promise<string | undefined> {
    for (const referrer of await referrersOf(this.repository, digest, type)) {
      const text = await this.bundle(referrer);
      const signed = signedIn(text);
      if (!signed || !isStatementOn(signed.payload.toString('utf8'), { digest, type }, holds)) continue;
      if (!await this.key.verifies(signed)) continue;
      this.world.say(`${this.repository.uri}@${digest} has ${type} already`);
      return digestOfBytes(Buffer.from(text));
    }
    return undefined;
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
