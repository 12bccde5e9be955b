import * as fc from 'fast-check';
import { Case, MUTATIONS, NOISE } from '../attestations/admission/mutations';
import { NOW, release } from '../attestations/admission/release';
import { AdmissionRegistry, GATES } from './admission-registry';
import { FORGERIES } from './forged-registries';

/** Image that was pushed and asked about. */
export interface Asked {
  /** What was changed of it, or undefined of one that is as it should be. */
  readonly changed?: string;
  readonly admitted: boolean;
  readonly milliseconds: number;
  readonly log: readonly string[];
}

/** Images are pushed and asked about beside each other, as ECS would ask for several services. */
const AT_ONCE = 6;

/** What may be attached beside, but for copies of the release by the same key, which make good what is missing. */
const HARMLESS = NOISE.filter((_, index) => index !== 3 && index !== 7);

/**
 * Pushes images to a registry, each as it should be or with something changed, and asks the function of ECS about each.
 *
 * @param seed What the choice of changes depends on, and on nothing else.
 */
export async function askAbout(registry: AdmissionRegistry, count: number, seed: number): Promise<Asked[]> {
  const kinds = [...Object.keys(FORGERIES), ...Object.keys(MUTATIONS)];
  const chosen = fc.sample(fc.record({ number: fc.nat(1_000_000), noise: fc.nat(HARMLESS.length), whole: fc.nat(3) }), { seed, numRuns: count });
  // each kind comes up, and as often as any other: what only a registry can show is first
  const images = chosen.map((choice, index) => ({ ...choice, index, kind: kinds[index % kinds.length] }));
  const asked: Asked[] = [];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let image = images.shift(); image; image = images.shift()) {
      if (!image.whole) asked.push(await askAboutOne(registry, { ...image, kind: undefined }));
      asked.push(await askAboutOne(registry, image));
    }
  }));
  return asked;
}

interface Choice {
  readonly index: number;
  readonly number: number;
  readonly noise: number;
  readonly kind?: string;
}

async function askAboutOne(registry: AdmissionRegistry, { index, number, noise, kind }: Choice): Promise<Asked> {
  const name = `${kind === undefined ? 'whole' : 'changed'}-${index}`;
  const repository = registry.repository(name);
  if (kind !== undefined && FORGERIES[kind]) return asAsked(kind, await FORGERIES[kind]({ registry, repository, name }));
  const digest = await registry.push(repository, name);
  const given: Case = { digest, gates: GATES, drafts: release({ digest, gates: GATES }), now: NOW };
  const changed = { ...given, ...kind === undefined ? {} : MUTATIONS[kind](given, number) };
  // what is said of another image is attached to one that is there
  const drafts = changed.digest === digest ? changed.drafts : release({ digest: changed.digest, gates: GATES });
  await registry.attach(repository, digest, [...HARMLESS[noise]?.(given) ?? [], ...drafts]);
  return asAsked(kind, await registry.ask(repository, digest, changed.now));
}

function asAsked(changed: string | undefined, { hookStatus, log, milliseconds }: Awaited<ReturnType<AdmissionRegistry['ask']>>): Asked {
  return { changed, admitted: hookStatus === 'SUCCEEDED', milliseconds, log };
}
