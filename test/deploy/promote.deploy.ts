import { createHash } from 'crypto';
import { publishBuildspec } from '../../lib/codebuild/buildspec/buildspecs';
import { stepBuildspec } from '../../lib/codebuild/buildspec/step-buildspec';
import { cleanUp, removeImagesLike } from '../container/engine';
import { BuildOutcome, runBuildspec } from './codebuild';
import { pushImageOfOneFile } from './image-of-one-file';
import { ask, digestOf, ECR_HOST, Fault, faultyRegistry, immutable, manifestOf, refuse, tagsOf } from './registry';
import { createTable, putRecord } from './table';

jest.setTimeout(180_000);

/** Of this run alone: the registry outlives it. */
const RUN = `promote-${process.pid}-${Date.now()}`;
const SOURCE = `${RUN}/source`;
const PROMOTE = stepBuildspec({ name: 'promote', exports: ['IMAGE_URI'] });
const OCI = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

const TABLE = `promote-${process.pid}`;

/** The engine is away, since copying needs none. */
const NOWHERE = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };

/** The images: one of two architectures, and one of one. */
let whole: string;
let single: string;

beforeAll(async () => {
  createTable(TABLE);
  pushImageOfOneFile(SOURCE, 'a-amd64');
  pushImageOfOneFile(SOURCE, 'a-arm64', 'linux/arm64');
  for (const tag of ['a-amd64', 'a-arm64']) putRecord(TABLE, SOURCE, tag, (await digestOf(SOURCE, tag))!);
  succeeded(await runBuildspec(publishBuildspec(), {
    environment: {
      REPOSITORY: `${ECR_HOST}/${SOURCE}`, CONTENT_TAG: 'a', SOURCE_SUFFIXES: '["-amd64", "-arm64"]', RECORDS: TABLE, BY_CONTENT_TAG: 'true', ...NOWHERE,
    },
  }));
  pushImageOfOneFile(SOURCE, 'b');
  [whole, single] = [(await digestOf(SOURCE, 'a'))!, (await digestOf(SOURCE, 'b'))!];
});

afterAll(() => {
  removeImagesLike(`*/${RUN}/*`);
  cleanUp();
});

interface Promotion {
  readonly digest: string;
  readonly content?: string;
  readonly tags?: object[];
  /** The hosts stand for registries of two accounts. */
  readonly from?: string;
  readonly to?: string;
  readonly environment?: Record<string, string>;
}

function promote(repository: string, { digest, content = 'content', tags = [], from = ECR_HOST, to = ECR_HOST, environment }: Promotion): Promise<BuildOutcome> {
  return runBuildspec(PROMOTE, {
    environment: {
      SOURCE_REPOSITORY: `${from}/${SOURCE}`, REPOSITORY: `${to}/${repository}`, IMAGE_DIGEST: digest, CONTENT_TAG: content, TAGS: JSON.stringify(tags), ...NOWHERE, ...environment,
    },
  });
}

function succeeded(outcome: BuildOutcome): BuildOutcome {
  if (outcome.status !== 'SUCCEEDED') {
    throw new Error(`the promotion failed:\n${outcome.log.slice(-4000)}`);
  }
  return outcome;
}

/** What the program said last, and that it failed. */
function failure({ status, log }: BuildOutcome): string {
  expect(status).toBe('FAILED');
  return log.split('\n').filter(line => line.startsWith('nodejs-image: error: ')).at(-1) ?? log;
}

async function withFaults<T>(fault: Fault, run: (host: string) => Promise<T>): Promise<T> {
  const registry = await faultyRegistry(fault);
  try {
    return await run(registry.host);
  } finally {
    await registry.close();
  }
}

/** Everything that a reference leads to is there. */
async function expectWhole(repository: string, reference: string): Promise<void> {
  const { json } = await manifestOf(repository, reference);
  for (const { digest } of json.manifests ?? []) {
    await expectWhole(repository, digest);
  }
  for (const { digest } of json.config ? [json.config, ...json.layers] : []) {
    expect([digest, (await ask('HEAD', `${repository}/blobs/${digest}`)).status]).toEqual([digest, 200]);
  }
}

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** Puts a blob into the repository of the sources. */
async function putBlob(text: string): Promise<{ mediaType: string; digest: string; size: number }> {
  const { headers } = await ask('POST', `${SOURCE}/blobs/uploads/`);
  const { pathname, search } = new URL(String(headers.location), `https://${ECR_HOST}`);
  const { status } = await ask('PUT', `${pathname.replace(/^\/v2\//, '')}${search}&digest=${sha256(text)}`, { type: 'application/octet-stream', text });
  expect(status).toBe(201);
  return { mediaType: 'application/json', digest: sha256(text), size: text.length };
}

/** An artifact of the repository of the sources, attached to a manifest of it. */
async function artifact(subject: string, tag?: string): Promise<string> {
  const about = await manifestOf(SOURCE, subject);
  const text = JSON.stringify({
    schemaVersion: 2, mediaType: OCI, artifactType: 'application/vnd.test', config: await putBlob('{}'), layers: [await putBlob(JSON.stringify({ signs: subject, tag }))],
    subject: { mediaType: about.type, digest: subject, size: about.text.length },
  });
  expect((await ask('PUT', `${SOURCE}/manifests/${tag ?? sha256(text)}`, { type: OCI, text })).status).toBe(201);
  return sha256(text);
}

describe('promoting', () => {
  const repository = `${RUN}/production`;
  const tags = [{ tag: 'v1', moving: false }, { tag: 'production', moving: true }];

  test('an image of two architectures goes to a registry of another account as a whole, under the same digest', async () => {
    const hosts: string[] = [];
    const seen = (name: string): Fault => ({ method }) => { if (method !== 'GET' && method !== 'HEAD') hosts.push(name); return false; };

    const outcome = await withFaults(seen('source'), from => withFaults(seen('target'), async to => {
      const { exported } = succeeded(await promote(repository, { digest: whole, tags, from, to }));
      expect(exported).toEqual({ IMAGE_URI: `${to}/${repository}@${whole}` });
      return exported;
    }));

    expect(outcome.IMAGE_URI).toBeDefined();
    expect(await tagsOf(repository)).toEqual(['content', 'production', 'v1']);
    expect(await Promise.all(['content', 'production', 'v1'].map(tag => digestOf(repository, tag)))).toEqual([whole, whole, whole]);
    expect((await manifestOf(repository, 'v1')).text).toBe((await manifestOf(SOURCE, 'a')).text);
    await expectWhole(repository, whole);
    expect(new Set(hosts)).toEqual(new Set(['target'])); // nothing is written to the source
  });

  test('again is a no-op', async () => {
    const { log } = succeeded(await promote(repository, { digest: whole, tags }));

    expect(log).toContain(`${repository}:production is ${whole}`);
    expect(await tagsOf(repository)).toEqual(['content', 'production', 'v1']);
  });

  test('another image moves the moving tag of the environment, and back: this is a rollback', async () => {
    const moving = [tags[1]];
    succeeded(await promote(repository, { digest: single, content: 'other', tags: moving }));
    expect([await digestOf(repository, 'production'), await digestOf(repository, 'v1')]).toEqual([single, whole]);

    succeeded(await promote(repository, { digest: whole, tags: moving }));
    expect(await digestOf(repository, 'production')).toBe(whole);
  });

  test('a fixed tag that is taken is an error before anything is copied or moved', async () => {
    const outcome = await promote(repository, { digest: single, content: 'third', tags: [tags[1], tags[0]] });

    expect(failure(outcome)).toContain(`the tag v1 of ${ECR_HOST}/${repository} holds ${whole} and would have to hold ${single}: `);
    expect(await tagsOf(repository)).toEqual(['content', 'other', 'production', 'v1']);
    expect(await digestOf(repository, 'production')).toBe(whole);
  });

  test('within one repository puts the tags, and copies nothing', async () => {
    const written: string[] = [];
    const host = await withFaults(({ method, url }) => { if (method !== 'GET' && method !== 'HEAD') written.push(`${method} ${url}`); return false; },
      async proxy => { succeeded(await promote(SOURCE, { digest: whole, tags: [{ tag: 'released', moving: true }], from: proxy, to: proxy })); return proxy; });

    expect(host).toContain(ECR_HOST);
    expect(await digestOf(SOURCE, 'released')).toBe(whole);
    expect(written).toEqual([`PUT /v2/${SOURCE}/manifests/released`]);
  });

  test.each(['', 'latest', 'sha256:abc', `sha256:${'0'.repeat(64)}\n`])('the digest %j is refused', async digest => {
    expect(failure(await promote(`${RUN}/none`, { digest }))).toContain('IMAGE_DIGEST must be sha256: and 64 hexadecimal digits');
  });

  test('an image that is not there is an error that names it', async () => {
    const digest = sha256('nothing');

    expect(failure(await promote(`${RUN}/none`, { digest }))).toBe(`nodejs-image: error: there is no image ${ECR_HOST}/${SOURCE}@${digest}: it may have expired from the repository`);
  });
});

describe('what is attached', () => {
  test('comes along: signatures of cosign, referrers of the index, of its images, and of those again', async () => {
    // GIVEN a signature under cosign's tag, one of an image of the index, and a list of parts with a signature of its own
    const [first] = (await manifestOf(SOURCE, whole)).json.manifests;
    const signature = await artifact(whole, `${whole.replace(':', '-')}.sig`);
    const ofImage = await artifact(first.digest, `${first.digest.replace(':', '-')}.att`);
    const parts = await artifact(single);
    const ofParts = await artifact(parts);
    const below = (digest: string) => JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: [{ mediaType: OCI, digest, size: 1 }] });
    // the registry lists none itself: as its specification has it, they are below a tag; or it answers as one that does
    const lists: Record<string, string> = { [single]: parts, [parts]: ofParts };
    const referrers: Fault = ({ url }, response) => {
      const [, digest, page] = /\/referrers\/(sha256:[0-9a-f]{64})(\?page=2)?$/.exec(url ?? '') ?? [];
      if (!lists[digest]) return false;
      if (!page) response.setHeader('Link', `</v2/${SOURCE}/referrers/${digest}?page=2>; rel="next"`);
      response.writeHead(200, { 'content-type': INDEX }).end(page ? below(lists[digest]) : JSON.stringify({ manifests: [] }));
      return true;
    };
    const repository = `${RUN}/attached`;

    // WHEN
    await withFaults(referrers, async from => {
      succeeded(await promote(repository, { digest: whole, content: 'a', from }));
      succeeded(await promote(repository, { digest: single, content: 'b', from }));
    });

    // THEN
    expect(await digestOf(repository, `${whole.replace(':', '-')}.sig`)).toBe(signature);
    expect(await digestOf(repository, `${first.digest.replace(':', '-')}.att`)).toBe(ofImage);
    for (const digest of [signature, ofImage, parts, ofParts]) {
      expect((await manifestOf(repository, digest)).text).toBe((await manifestOf(SOURCE, digest)).text);
      await expectWhole(repository, digest);
    }
  });

  test('where it cannot be copied, no tag of the environment is put', async () => {
    const repository = `${RUN}/unsigned`;
    const outcome = await withFaults((request, response) => request.method === 'PUT' && /\/manifests\/sha256-/.test(request.url ?? '') && refuse(response, 403, 'DENIED', 'not today'),
      to => promote(repository, { digest: whole, tags: [{ tag: 'production', moving: true }], to }));

    expect(failure(outcome)).toContain(`cannot copy what is attached to ${whole}, ${whole.replace(':', '-')}.sig in `);
    expect(outcome.log).toContain('not today');
    expect(await tagsOf(repository)).toEqual(['content']);
  });

  test('in a repository with immutable tags it is copied once, and again is a no-op', async () => {
    const repository = `${RUN}/immutable`;
    await withFaults(immutable, async to => {
      succeeded(await promote(repository, { digest: whole, to }));
      succeeded(await promote(repository, { digest: whole, to }));
    });

    expect(await digestOf(repository, `${whole.replace(':', '-')}.sig`)).toBeDefined();
  });
});

describe('a registry with faults', () => {
  test('without a login nothing is done', async () => {
    const outcome = await promote(`${RUN}/login`, { digest: whole, environment: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '', AWS_EC2_METADATA_DISABLED: 'true' } });

    expect(failure(outcome)).toBe(`nodejs-image: error: cannot log in to ${ECR_HOST}`);
    expect(outcome.log).toContain('Could not load credentials');
    expect(await tagsOf(`${RUN}/login`)).toEqual([]);
  });

  test('one that breaks off half-way has no tag of the environment, and the next promotion succeeds', async () => {
    const repository = `${RUN}/half`;
    const tags = [{ tag: 'production', moving: true }];
    let uploads = 0;
    const outcome = await withFaults((request, response) => /\/blobs\/uploads\//.test(request.url ?? '') && request.method !== 'HEAD' && ++uploads > 3 && refuse(response, 403, 'DENIED', 'away'),
      to => promote(repository, { digest: whole, tags, to }));

    expect(failure(outcome)).toMatch(/cannot put the tag content of .*half on .*source@sha256:[0-9a-f]{64}$/);
    expect(await tagsOf(repository)).toEqual([]);

    succeeded(await promote(repository, { digest: whole, tags }));
    expect(await digestOf(repository, 'production')).toBe(whole);
    await expectWhole(repository, whole);
  });

  test('one that fails twice on every request does no harm', async () => {
    const faults: Record<string, number> = {};
    const repository = `${RUN}/patient`;

    const outcome = await withFaults((request, response) => {
      const key = `${request.method} ${request.url}`;
      faults[key] = (faults[key] ?? 0) + 1;
      return /\/(manifests|referrers)\//.test(key) && faults[key] <= 2 && refuse(response, 503, 'UNAVAILABLE', 'try again');
    }, host => promote(repository, { digest: whole, tags: [{ tag: 'production', moving: true }], from: host, to: host }));

    succeeded(outcome);
    expect(await digestOf(repository, 'production')).toBe(whole);
  });

  test('of two promotions at once of one image both succeed, in a repository with immutable tags too', async () => {
    const repository = `${RUN}/race`;
    const tags = [{ tag: 'v1', moving: false }];

    const outcomes = await withFaults(immutable, to => Promise.all([1, 2].map(() => promote(repository, { digest: whole, tags, to }))));

    outcomes.forEach(succeeded);
    expect([await digestOf(repository, 'content'), await digestOf(repository, 'v1')]).toEqual([whole, whole]);
  });

  test('of two promotions at once of two images to one fixed tag, one has it and the other fails and says so', async () => {
    const repository = `${RUN}/rivals`;
    const tags = [{ tag: 'v1', moving: false }];

    const outcomes = await withFaults(immutable, to => Promise.all([promote(repository, { digest: whole, content: 'a', tags, to }), promote(repository, { digest: single, content: 'b', tags, to })]));

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['FAILED', 'SUCCEEDED']);
    const won = outcomes[0].status === 'SUCCEEDED' ? 0 : 1;
    expect(await digestOf(repository, 'v1')).toBe([whole, single][won]);
    expect(failure(outcomes[1 - won])).toMatch(/the tag v1 of .* holds sha256:[0-9a-f]{64} and would have to hold /);
  });
});
