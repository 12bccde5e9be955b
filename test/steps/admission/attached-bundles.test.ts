import * as fc from 'fast-check';
import { refusals } from '../../../lib/attestations/admission/refusals';
import { attachedBundles } from '../../../lib/steps/admission/attached-bundles';
import { RegistryRepository } from '../../../lib/steps/registry/registry-repository';
import { Case, MUTATIONS, NOISE } from '../../attestations/admission/mutations';
import { bundleOfDraft, DAY, NOW, OURS, release, REPOSITORY } from '../../attestations/admission/release';
import { holdsLater } from '../../property';
import { FakeRegistry } from '../registry/fake-registry';
import { fakeWorld } from '../world';
import { attach } from './attach';

// thousands of signatures on a machine that does something else beside
jest.setTimeout(600_000);

const DIGEST = `sha256:${'a'.repeat(64)}`;
const repositoryOf = (registry: FakeRegistry, uri = REPOSITORY) => new RegistryRepository(fakeWorld({ fetch: registry.fetch }), uri);
const read = (registry: FakeRegistry) => attachedBundles(repositoryOf(registry), DIGEST);

test('what states what is demanded is read, whatever else is attached', async () => {
  const drafts = release({ digest: DIGEST, gates: ['lint', 'test'] });
  const registry = attach(new FakeRegistry(), REPOSITORY, DIGEST, [...drafts, { ...drafts[0], announced: 'https://cyclonedx.org/bom' }]);
  registry.add(REPOSITORY, { artifactType: 'text/plain', layers: [], subject: { digest: DIGEST } });

  const payloadsOf = (bundles: string[]) => bundles.map(text => JSON.parse(text).dsseEnvelope.payload).sort();
  expect(payloadsOf(await read(registry))).toEqual(payloadsOf(drafts.map(bundleOfDraft)));
  // the SBOM of an image may be large, and nothing is asked of it
  expect(registry.asked.filter(({ url }) => url.includes('/blobs/'))).toHaveLength(drafts.length);
});

test('an image without anything has no statements, nor has one whose registry knows no referrers', async () => {
  const registry = new FakeRegistry();
  expect(await read(registry)).toEqual([]);

  registry.faults.push({ on: 'referrers', statuses: [404] });
  expect(await read(registry)).toEqual([]);
});

test('what is attached without a bundle counts as a statement that is damaged', async () => {
  const drafts = release({ digest: DIGEST }).slice(0, 2);
  const registry = attach(new FakeRegistry(), REPOSITORY, DIGEST, drafts);
  registry.blobs.delete([...registry.blobs.keys()][0]);
  registry.add(REPOSITORY, {
    artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json', subject: { digest: DIGEST }, annotations: { 'dev.sigstore.bundle.predicateType': drafts[0].type },
  });

  expect((await read(registry)).map(text => text === '').sort()).toEqual([false, true, true]);
});

test('a registry that does not answer is an error: nothing was said about the image', async () => {
  const registry = attach(new FakeRegistry(), REPOSITORY, DIGEST, release({ digest: DIGEST }));
  registry.faults.push({ on: '/blobs/', statuses: [403] });

  await expect(read(registry)).rejects.toMatchObject({ reason: `cannot read a statement on ${REPOSITORY}: the registry answered 403` });
});

test.each(['manifests', 'blobs'] as const)('what are not the %s that were asked for is an error: something was put in their place', async kind => {
  const registry = attach(new FakeRegistry(), REPOSITORY, DIGEST, release({ digest: DIGEST }));
  const [[key, found]] = [...registry[kind]] as [string, any][];
  registry[kind].set(key, kind === 'blobs' ? found.subarray(1) : { ...found, text: `${found.text} ` });

  await expect(read(registry)).rejects.toMatchObject({ reason: expect.stringMatching(/^the registry gave sha256:[0-9a-f]{64} for .*@sha256:[0-9a-f]{64}$/) });
});

test('a statement that fills the memory is not read to its end', async () => {
  const registry = attach(new FakeRegistry(), REPOSITORY, DIGEST, release({ digest: DIGEST }).slice(0, 1));
  let read8 = 0;
  const endless = new ReadableStream({ pull: controller => controller.enqueue(new Uint8Array(2 ** 20).fill(++read8)) }, { highWaterMark: 0 });
  registry.faults.push({ on: '/blobs/', statuses: [new Response(endless)] });

  await expect(read(registry)).rejects.toMatchObject({ reason: expect.stringContaining('more than 8388608 bytes') });
  expect(read8).toBe(9);
});

test('statements that fill the memory together are not all read', async () => {
  const drafts = Array.from({ length: 24 }, (_, index) => ({ ...release({ digest: DIGEST })[0], spoil: () => String(index).padEnd(7 * 2 ** 20) }));
  const registry = attach(new FakeRegistry(), REPOSITORY, DIGEST, drafts);

  await expect(read(registry)).rejects.toMatchObject({ reason: expect.stringContaining('have more than 67108864 bytes; delete those') });
  expect(registry.asked.filter(({ url }) => url.includes('/blobs/'))).toHaveLength(16);
});

test('who attaches more than a release has keeps it from running, and is told so', async () => {
  const drafts = Array.from({ length: 201 }, () => release({ digest: DIGEST })[0]);
  const registry = attach(new FakeRegistry(), REPOSITORY, DIGEST, drafts.map(draft => ({ ...draft, spoil: () => '' })));

  await expect(read(registry)).rejects.toMatchObject({ reason: `${REPOSITORY}@${DIGEST} has 201 statements attached, of which 200 are read at most; delete those that are not of its release` });
  expect(registry.asked).toHaveLength(1);
});

describe('in a registry', () => {
  const whyNot = async (registry: FakeRegistry, { digest, gates, now }: Case): Promise<string[]> => refusals({
    digest,
    bundles: await attachedBundles(repositoryOf(registry), digest),
    demands: { repositories: [REPOSITORY], gates, maximumAge: 30 * DAY },
    publicKeys: [OURS.publicKey],
    now,
  });
  const released = fc.record({
    digest: fc.stringMatching(/^[0-9a-f]{64}$/).map(hex => `sha256:${hex}`),
    gates: fc.uniqueArray(fc.constantFrom('lint', 'test', 'start', 'types', 'e2e'), { minLength: 1, maxLength: 3 }),
  }).map(({ digest, gates }): Case => ({ digest, gates, drafts: release({ digest, gates }), now: NOW }));

  test('of a thousand images with something changed none runs, and each of them does before', async () => {
    const mutations = fc.constantFrom(...Object.keys(MUTATIONS));
    await holdsLater(fc.asyncProperty(released, mutations, fc.nat(20), fc.nat(), async (given, name, chosen, noise) => {
      const beside = NOISE[noise % NOISE.length](given);
      expect(await whyNot(attach(new FakeRegistry(), REPOSITORY, given.digest, [...beside, ...given.drafts]), given)).toEqual([]);
      const mutated = { ...given, ...MUTATIONS[name](given, chosen) };
      expect(await whyNot(attach(new FakeRegistry(), REPOSITORY, mutated.digest, mutated.drafts), mutated)).not.toEqual([]);
    }), 1000);
  });
});
