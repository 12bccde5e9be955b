import { SUMMARY_TYPE, TEST_RESULT_TYPE } from '../../lib/attestations/predicate-types';
import { OCI_INDEX, OCI_MANIFEST, RegistryRepository } from '../../lib/steps/registry/registry-repository';
import { digestOfBytes } from '../../lib/steps/registry/sha256';
import { bundleOfDraft, Draft, NOW, release, summaryOf } from '../attestations/admission/release';
import { AdmissionRegistry, GATES } from './admission-registry';
import { Fault } from './registry';

type Answer = Awaited<ReturnType<AdmissionRegistry['ask']>>;

/** Place where an image is pushed, and what it is called. */
export interface Place {
  readonly registry: AdmissionRegistry;
  readonly repository: RegistryRepository;
  readonly name: string;
}

/** An image that is there with all that is demanded, and what the registry knows to refer to it. */
interface Whole {
  readonly digest: string;
  readonly list: any[];
}

const drafts = (digest: string): Draft[] => release({ digest, gates: GATES });
const announces = (wanted: string) => ({ annotations }: any) => annotations['dev.sigstore.bundle.predicateType'] === wanted;

/** Pushes an image with all that is demanded, and asks while the registry answers otherwise. */
const whole = (lie: (image: Whole) => Fault, more: (digest: string) => Draft[] = () => []) => async (
  { registry, repository, name }: Place,
): Promise<Answer> => {
  const digest = await registry.push(repository, name);
  await registry.attach(repository, digest, [...drafts(digest), ...more(digest)]);
  return registry.lying(repository, lie({ digest, list: registry.listOf(repository, digest) }), () => registry.ask(repository, digest));
};

/** Gives the same to all requests that read something whose address has a word in it. */
const answering = (word: string | RegExp, status: number, body: string | Buffer, headers = {}): Fault => ({ method, url = '' }, response) => {
  if (method !== 'GET' || url.search(word) < 0) return false;
  response.writeHead(status, headers).end(body);
  return true;
};

const listing = (digest: string, manifests: object[]): Fault => answering(`/referrers/${digest}`, 200, JSON.stringify({ manifests }));

/** The first page lists what passed, and leads to a second one, for which a verification that failed is due. */
const pages = (second: (asked: number) => { status?: number; body?: string; next?: number }) => whole(({ digest, list }) => {
  let asked = 0;
  const linked = (url: string, page: number) => ({ link: `<${url.split('?')[0]}?page=${page}>; rel="next"` });
  return async (request, response) => {
    const { url = '' } = request;
    if (!url.includes(`/referrers/${digest}`)) return false;
    if (!url.includes('page=')) return answering('', 200, JSON.stringify({ manifests: list.slice(0, -1) }), linked(url, 2))(request, response);
    const { status = 200, body = '{"manifests":[]}', next } = second(asked++);
    return answering('', status, body, next === undefined ? {} : linked(url, next))(request, response);
  };
}, digest => [{ ...drafts(digest).slice(-1)[0], predicate: summaryOf({ gates: GATES, result: 'FAILED', verified: NOW }) }]);

/** Each of them has the image refused, by a registry over HTTP that holds or tells otherwise than was pushed. */
export const FORGERIES: { readonly [name: string]: (place: Place) => Promise<Answer> } = {
  'a page with a failed verification is not there': pages(() => ({ status: 404, body: '' })),
  'a page with a failed verification is none': pages(() => ({ body: '{}' })),
  'a page with a failed verification is an error': pages(() => ({ status: 500, body: '' })),
  'a page leads to itself': pages(() => ({ next: 2 })),
  'pages have no end': pages(asked => ({ next: asked + 3 })),
  'the list is none': whole(() => answering('/referrers/', 200, '<html>')),
  'the list is forbidden': whole(() => answering('/referrers/', 403, '')),
  'the registry knows no referrers': whole(() => answering('/referrers/', 404, '')),
  'the list is of twenty megabytes': whole(() => answering('/referrers/', 200, Buffer.alloc(20 * 2 ** 20, ' '))),
  'results are left out of the list': whole(({ digest, list }) => listing(digest, list.filter(one => !announces(TEST_RESULT_TYPE)(one)))),
  'the verification is left out of the list': whole(({ digest, list }) => listing(digest, list.filter(one => !announces(SUMMARY_TYPE)(one)))),
  'bundles are listed as another kind of artifact': whole(({ digest, list }) => listing(digest, list.map(one => ({ ...one, artifactType: 'text/plain' })))),
  'what is listed is by another algorithm': whole(({ digest, list }) => listing(digest, list.map(one => ({ ...one, digest: `sha512:${'a'.repeat(128)}` })))),
  'what is listed leads elsewhere': whole(({ digest, list }) => listing(digest, list.map(one => ({ ...one, digest: '../../other/manifests/main' })))),
  'more is listed than is read': whole(({ digest, list }) => listing(digest, Array.from({ length: 50 }, () => list).flat())),
  'blobs are cut off': whole(({ digest }) => answering('/blobs/', 200, bundleOfDraft(drafts(digest)[0]).slice(0, 500))),
  'blobs are others': whole(({ digest }) => answering('/blobs/', 200, bundleOfDraft(drafts(digest)[0]))),
  'blobs are nothing': whole(() => answering('/blobs/', 200, '')),
  'blobs are of twenty megabytes': whole(() => answering('/blobs/', 200, Buffer.alloc(20 * 2 ** 20, ' '))),
  'blobs are forbidden': whole(() => answering('/blobs/', 403, '')),
  'blobs are not there': whole(() => answering('/blobs/', 404, '')),
  'manifests are others': whole(({ digest }) => answering('/manifests/sha256:', 200, JSON.stringify({ layers: [{ digest }] }))),
  'manifests are of twenty megabytes': whole(() => answering('/manifests/sha256:', 200, Buffer.alloc(20 * 2 ** 20, ' '))),
  'manifests are not there': whole(() => answering('/manifests/sha256:', 404, '')),

  'the list is that of another image': async ({ registry, repository, name }) => {
    const [good, bad] = [await registry.push(repository, name), await registry.push(repository, `${name}-bad`)];
    await registry.attach(repository, good, drafts(good));
    return registry.lying(repository, listing(bad, registry.listOf(repository, good)), () => registry.ask(repository, bad));
  },
  'statements on this image refer to another': async ({ registry, repository, name }) => {
    const [ours, other] = [await registry.push(repository, name), await registry.push(repository, `${name}-other`)];
    await registry.attach(repository, other, drafts(ours));
    return registry.ask(repository, ours);
  },
  'statements are found by a tag alone': async ({ registry, repository, name }) => {
    const [digest, other] = [await registry.push(repository, name), await registry.push(repository, `${name}-other`)];
    await registry.attach(repository, other, drafts(digest));
    const manifests = registry.listOf(repository, other);
    await registry.put(repository, digest.replace(':', '-'), OCI_INDEX, Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests })));
    return registry.ask(repository, digest);
  },
  'statements name an index alone, and its image is to run': async ({ registry, repository, name }) => {
    const { index, platform } = await registry.pushIndex(repository, name);
    await registry.attach(repository, index, release({ digest: index, platforms: [platform], gates: GATES }));
    await registry.attach(repository, platform, drafts(index));
    return registry.ask(repository, platform);
  },
  'statements name an image alone, and its index is to run': async ({ registry, repository, name }) => {
    const { index, platform } = await registry.pushIndex(repository, name);
    await registry.attach(repository, platform, drafts(platform));
    await registry.attach(repository, index, drafts(platform));
    return registry.ask(repository, index);
  },
  'a bundle is no artifact, but an image': async ({ registry, repository, name }) => {
    const digest = await registry.push(repository, name);
    const config = Buffer.from(bundleOfDraft(drafts(digest)[0]));
    const manifest = Buffer.from(JSON.stringify({
      schemaVersion: 2, mediaType: OCI_MANIFEST, layers: [],
      config: { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', digest: await repository.pushBlob(config), size: config.length },
      subject: { mediaType: OCI_MANIFEST, digest, size: (await repository.requireManifest(digest)).length },
    }));
    await registry.put(repository, digestOfBytes(manifest), OCI_MANIFEST, manifest);
    await registry.attach(repository, digest, drafts(digest).slice(1));
    return registry.ask(repository, digest);
  },
};
