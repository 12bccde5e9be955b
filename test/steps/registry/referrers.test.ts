import { BUNDLE_TYPE } from '../../../lib/attestations/predicate-types';
import { nextPage, refer, referrer, referrersIn, referrersOf } from '../../../lib/steps/registry/referrers';
import { RegistryRepository } from '../../../lib/steps/registry/registry-repository';
import { fakeWorld } from '../world';
import { FakeRegistry, sha256 } from './fake-registry';

const URI = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/api';
const [ONE, TWO] = ['1', '2'].map(digit => `sha256:${digit.repeat(64)}`);
const page = (...manifests: object[]): Response => new Response(JSON.stringify({ manifests }));
const repositoryOf = (registry: FakeRegistry) => new RegistryRepository(fakeWorld({ fetch: registry.fetch }), URI);

describe('what refers to an image', () => {
  test('is read page by page', async () => {
    const registry = new FakeRegistry();
    const first = page({ digest: ONE });
    first.headers.set('link', '</v2/team/api/referrers/x?n=2>; rel="next"');
    registry.faults.push({ on: `referrers/${TWO}`, statuses: [first] }, { on: 'n=2', statuses: [page({ digest: TWO })] });

    expect(await referrersOf(repositoryOf(registry), TWO)).toEqual([ONE, TWO]);
    expect(registry.asked.map(({ url }) => url)).toEqual([`https://${URI.replace('/', '/v2/')}/referrers/${TWO}`, `https://${URI.split('/')[0]}/v2/team/api/referrers/x?n=2`]);
  });

  test('is nothing where the registry knows no referrers', async () => {
    const registry = new FakeRegistry();
    registry.faults.push({ on: 'referrers', statuses: [404] });

    expect(await referrersOf(repositoryOf(registry), ONE)).toEqual([]);
  });

  test('is an error where the registry does not say', async () => {
    const registry = new FakeRegistry();
    registry.faults.push({ on: 'referrers', statuses: [403, new Response('<html>')] });

    await expect(referrersOf(repositoryOf(registry), ONE)).rejects.toMatchObject({ reason: `cannot list what refers to ${URI}@${ONE}: the registry answered 403` });
    await expect(referrersOf(repositoryOf(registry), ONE)).rejects.toMatchObject({ reason: `the registry gave no list of what refers to ${URI}@${ONE}`, detail: '<html>' });
  });

  test.each([
    ['is not there', new Response('', { status: 404 }), `cannot list what refers to ${URI}@${TWO}: the registry answered 404`],
    ['is none', new Response('{}'), `the registry gave no list of what refers to ${URI}@${TWO}`],
  ])('is an error where a page that the registry named %s', async (_, second, reason) => {
    const registry = new FakeRegistry();
    const first = page({ digest: ONE });
    first.headers.set('link', '</v2/team/api/referrers/x?n=2>; rel="next"');
    registry.faults.push({ on: `referrers/${TWO}`, statuses: [first] }, { on: 'n=2', statuses: [second] });

    await expect(referrersOf(repositoryOf(registry), TWO)).rejects.toMatchObject({ reason });
  });

  test('is an error where it has no end', async () => {
    const circle = new FakeRegistry();
    const again = () => new Response('{"manifests":[]}', { headers: { link: '</v2/x>; rel="next"' } });
    circle.faults.push({ on: '', statuses: [again(), again(), again()] });
    await expect(referrersOf(repositoryOf(circle), ONE)).rejects.toMatchObject({ reason: `the list of what refers to ${URI}@${ONE} has no end: its page 2 leads to /v2/x` });

    const endless = new FakeRegistry();
    endless.faults.push({ on: '', statuses: Array.from({ length: 200 }, (_, n) => new Response('{"manifests":[]}', { headers: { link: `</v2/x?n=${n}>; rel="next"` } })) });
    await expect(referrersOf(repositoryOf(endless), ONE)).rejects.toMatchObject({ reason: `the list of what refers to ${URI}@${ONE} has no end: its page 100 leads to /v2/x?n=99` });
  });

  test('of one kind is asked for by its type, and looked at again', async () => {
    const registry = new FakeRegistry();
    const annotations = { 'dev.sigstore.bundle.predicateType': 'https://slsa.dev/provenance/v1' };
    registry.faults.push({ on: 'artifactType=application%2Fvnd.dev.sigstore.bundle.v0.3%2Bjson', statuses: [page({ digest: ONE, artifactType: BUNDLE_TYPE, annotations }, { digest: TWO })] });

    expect(await referrersOf(repositoryOf(registry), ONE, 'https://slsa.dev/provenance/v1')).toEqual([ONE]);
  });
});

test.each([
  ['{}', undefined], ['{"errors":[]}', undefined], ['{"manifests":null}', []], [`{"manifests":[{"digest":"${ONE}"},{"digest":"latest"}]}`, [ONE]], ['{"manifests":[{}]}', undefined], ['{"manifests":[null]}', undefined], ['[', undefined], ['null', undefined],
])('of the page %s it is %j', (text, digests) => {
  expect(referrersIn(text)).toEqual(digests);
});

test.each([
  ['</v2/a?n=1>; rel="next"', '/v2/a?n=1'], ['<https://a.example/b>; rel=next', 'https://a.example/b'], ['</v2/a>; rel="prev"', undefined], ['', undefined], [null, undefined],
])('the next page of %j is %j', (link, next) => {
  expect(nextPage(link)).toBe(next);
});

test('a bundle is attached by a manifest without a tag, whose subject is the image', async () => {
  const registry = new FakeRegistry();
  const manifest = { schemaVersion: 2, mediaType: 'application/vnd.docker.distribution.manifest.v2+json' };
  const digest = registry.add(URI, manifest);
  await refer(repositoryOf(registry), {
    digest, bundle: Buffer.from('{"bundle":1}'), predicateType: 'https://slsa.dev/provenance/v1', now: Date.UTC(2026, 10, 27, 20, 15, 3, 500),
  });
  const [[reference, { text, type }]] = [...registry.manifests].filter(([key]) => !key.endsWith(digest));

  expect([reference, type]).toEqual([`${URI}/manifests/${sha256(text)}`, 'application/vnd.oci.image.manifest.v1+json']);
  expect(JSON.parse(text)).toEqual({
    schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', artifactType: BUNDLE_TYPE,
    config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256('{}'), size: 2 },
    layers: [{ mediaType: BUNDLE_TYPE, digest: sha256('{"bundle":1}'), size: 12 }],
    subject: { mediaType: manifest.mediaType, digest, size: JSON.stringify(manifest).length },
    annotations: {
      'org.opencontainers.image.created': '2026-11-27T20:15:03Z', 'dev.sigstore.bundle.content': 'dsse-envelope', 'dev.sigstore.bundle.predicateType': 'https://slsa.dev/provenance/v1',
    },
  });
  expect([...registry.blobs.values()].map(String)).toEqual(['{}', '{"bundle":1}']);
});

test.each([['{"manifests":[]}', 'index'], ['{"layers":[]}', 'manifest']])('an image that names no type, %s, is an %s of OCI', (subject, kind) => {
  const made: any = referrer(Buffer.from(subject), { digest: ONE, bundle: Buffer.from(''), predicateType: 'a', now: 0 });

  expect(made.subject.mediaType).toBe(`application/vnd.oci.image.${kind}.v1+json`);
});
