import { copyAttached, heldBy } from '../../../lib/steps/registry/copy-attached';
import { fakeWorld } from '../world';
import { FakeRegistry, sha256 } from './fake-registry';

const SOURCE = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/api';
const TARGET = '210987654321.dkr.ecr.eu-west-1.amazonaws.com/live/api';

/** An image with a signature below a tag, and a list of parts that has a signature of its own, which has one, and so on. */
function signed(registry = new FakeRegistry()) {
  const digest = registry.add(SOURCE, { image: 1 });
  const artifact = (subject: string, name: string, tag?: string) => {
    const layer = registry.addBlob(SOURCE, name);
    return registry.add(SOURCE, { name, subject: { digest: subject }, config: { digest: registry.addBlob(SOURCE, '{}') }, layers: [{ digest: layer }] }, tag);
  };
  artifact('none', 'signature', `${digest.replace(':', '-')}.sig`);
  const chain = [1, 2, 3, 4].reduce<string[]>((digests, depth) => [...digests, artifact(digests.at(-1) ?? digest, `depth ${depth}`)], []);
  return { registry, digest, chain };
}

const worldOf = (registry: FakeRegistry, manifest = '{}') => fakeWorld({ fetch: registry.fetch, run: () => ({ stdout: manifest }) });
const there = ({ manifests }: FakeRegistry, repository: string) => [...manifests.keys()].filter(key => key.startsWith(repository)).map(key => key.slice(`${repository}/manifests/`.length));

test('signatures, lists of parts and their signatures go along, byte for byte', async () => {
  const { registry, digest, chain } = signed();
  const world = worldOf(registry);
  await copyAttached(world, { source: SOURCE, target: TARGET, digest });

  // one that is three times removed is of nobody's interest
  expect(there(registry, TARGET)).toEqual([`${digest.replace(':', '-')}.sig`, ...chain.slice(0, 3)]);
  for (const reference of there(registry, TARGET)) {
    const text = registry.manifests.get(`${TARGET}/manifests/${reference}`)!.text;
    expect(text).toBe(registry.manifests.get(`${SOURCE}/manifests/${reference}`)!.text);
    heldBy(text).blobs.forEach(blob => expect(registry.blobs.has(`${TARGET}/blobs/${blob}`)).toBe(true));
  }
  expect(world.said[0]).toBe(`${TARGET} has ${digest.replace(':', '-')}.sig, which is attached`);
});

test('again nothing is sent but manifests', async () => {
  const { registry, digest } = signed();
  await copyAttached(worldOf(registry), { source: SOURCE, target: TARGET, digest });
  registry.asked.splice(0);
  await copyAttached(worldOf(registry), { source: SOURCE, target: TARGET, digest });

  expect(new Set(registry.asked.map(({ method }) => method))).toEqual(new Set(['GET', 'HEAD', 'PUT']));
  expect(registry.asked.filter(({ method, url }) => method === 'PUT' && url.includes('/blobs/'))).toEqual([]);
});

test('what is attached to the images of an index goes along', async () => {
  const registry = new FakeRegistry();
  const { digest: image, chain: [parts] } = signed(registry);
  const index = registry.add(SOURCE, { manifests: [{ digest: image }] });
  await copyAttached(worldOf(registry, JSON.stringify({ manifests: [{ digest: image }] })), { source: SOURCE, target: TARGET, digest: index });

  expect(there(registry, TARGET)).toContain(parts);
});

test('a manifest that is refused is an error with the registry\'s words', async () => {
  const { registry, digest } = signed();
  registry.faults.push({ on: 'PUT https://210987654321.dkr.ecr.eu-west-1.amazonaws.com/v2/live/api/manifests/', statuses: [403] });

  await expect(copyAttached(worldOf(registry), { source: SOURCE, target: TARGET, digest })).rejects.toMatchObject({
    reason: `cannot copy what is attached to ${digest}, ${digest.replace(':', '-')}.sig in ${TARGET}: the registry answered 403`, detail: 'a fault',
  });
});

test.each([[true, undefined], [false, 'the registry answered 400']])('a tag that cannot be put again is no error where it is the same: %s', async (same, reason) => {
  const { registry, digest } = signed();
  const tag = `${digest.replace(':', '-')}.sig`;
  registry.manifests.set(`${TARGET}/manifests/${tag}`, { type: 'a', text: same ? registry.manifests.get(`${SOURCE}/manifests/${tag}`)!.text : '{}' });
  registry.faults.push({ on: `PUT https://${TARGET.replace('/', '/v2/')}/manifests/sha256-`, statuses: [400] });
  const outcome = await copyAttached(worldOf(registry), { source: SOURCE, target: TARGET, digest }).catch(error => error.reason);

  expect(outcome === undefined ? undefined : outcome.split(': ').at(-1)).toBe(reason);
});

test('a blob that cannot be read is an error that names it', async () => {
  const { registry, digest } = signed();
  registry.blobs.delete(`${SOURCE}/blobs/${sha256('signature')}`);

  await expect(copyAttached(worldOf(registry), { source: SOURCE, target: TARGET, digest })).rejects.toMatchObject({
    reason: `cannot copy what is attached to ${digest}, the blob ${sha256('signature')} of ${SOURCE}: the registry answered 404`,
  });
});
