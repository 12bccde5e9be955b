import { commitSubject, ResourceDescriptor, Subject } from '../../attestations/statement';
import { TestResult, TestRun, worstOf } from '../../attestations/test-result';
import { Evidence, unpacked } from '../evidence/evidence';
import { distinct } from '../evidence/materials';
import { NetworkAccesses } from '../evidence/network-access';
import { buildsOf } from '../promote/handed-on';
import { recordOf } from '../records/records';
import { imagesOf } from '../registry/images';
import { given, required } from '../world/variables';
import { World } from '../world/world';
import { BuildRecord } from './provenance';

/** Evidence of the gates of a whole image, of one platform or of several. */
export interface GateEvidence {
  readonly gates: readonly TestResult[];
  readonly run: TestRun;
  /** The commits that were tested. */
  readonly commits: readonly Subject[];
  /** The Dockerfile and what else took part, the same whoever built. */
  readonly materials: readonly ResourceDescriptor[];
  /** Access to a network of each step of them. */
  readonly network?: NetworkAccesses;
  /** The builds that made the images. */
  readonly builds: readonly BuildRecord[];
}

/**
 * Evidence that the builds of an image recorded of its gates, each in the same write as the digest that it made. Nothing where a part of the
 * image is of none of them, or where what they recorded is no evidence: what nobody saw is not said.
 *
 * @param images The images of the whole, one for each platform.
 */
export async function gateEvidence(world: World, images: readonly string[]): Promise<GateEvidence | undefined> {
  if (given(world, 'RECORDS') === undefined) return undefined;
  const covered: string[] = [];
  const found: Evidence[] = [];
  const builds: string[] = [];
  for (const suffix of (given(world, 'PLATFORM_SUFFIXES') ?? '').split(',')) {
    const made = await recordOf(world, `${required(world, 'CONTENT_TAG')}${suffix}`);
    const evidence = unpacked(made?.evidence);
    if (!made || !evidence) return nothing(world, 'the build recorded nothing of its gates');
    covered.push(...images.includes(made.digest) ? [made.digest] : await imagesOf(world, required(world, 'REPOSITORY'), made.digest));
    found.push(evidence);
    builds.push(made.built);
  }
  const same = covered.length === images.length && images.every(image => covered.includes(image));
  if (!same) return nothing(world, 'the builds recorded other images than those of this one');
  const evidence = merged(found);
  return evidence ? { ...evidence, builds: buildsOf(builds.join(',')) } : nothing(world, 'its builds were of several Dockerfiles');
}

/** The evidence of the builds of all platforms as one: a gate passed if it did so in each of them. */
export function merged(found: readonly Evidence[]): Omit<GateEvidence, 'builds'> | undefined {
  const [first, ...others] = found;
  if (others.some(({ dockerfile }) => dockerfile !== first.dockerfile)) return undefined;
  const names = [...new Set(found.flatMap(({ gates }) => gates.map(({ gate }) => gate)))];
  const materials = distinct(found.flatMap(evidence => evidence.materials));
  const builds = others.flatMap(({ url }) => url === undefined ? [] : { name: 'build', uri: url });
  return {
    gates: names.map(name => resultOf(name, found)),
    run: { url: first.url, dockerfile: first.dockerfile, configuration: [...materials, ...builds] },
    commits: distinct(found.flatMap(({ commit, source }) => commitSubject(commit, source))) as Subject[],
    materials: [{ name: 'Dockerfile', digest: { sha256: first.dockerfile } }, ...materials],
    // of one Dockerfile, which says it
    network: first.network,
  };
}

function resultOf(name: string, found: readonly Evidence[]): TestResult {
  const results = found.map(({ gates }) => gates.find(({ gate }) => gate === name));
  const all = (list: 'passedTests' | 'warnedTests' | 'failedTests') => [...new Set(results.flatMap(result => result?.[list] ?? []))].sort();
  const failedTests = all('failedTests');
  const warnedTests = all('warnedTests').filter(test => !failedTests.includes(test));
  return {
    gate: name,
    // a gate that one of the builds does not know was not run for its platform
    result: worstOf(results.map(result => result?.result ?? 'WARNED')),
    passedTests: all('passedTests').filter(test => !failedTests.includes(test) && !warnedTests.includes(test)),
    warnedTests,
    failedTests,
  };
}

function nothing(world: World, why: string): undefined {
  world.say(`notice: nothing is stated of the gates of ${required(world, 'REPOSITORY')}, and nothing summarised: ${why}`);
  return undefined;
}
