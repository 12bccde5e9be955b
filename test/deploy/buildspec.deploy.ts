import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { BuildSecret, BuildStep, Gate, Instruction, NodejsDockerfileOptions, StageCustomization, TestReport } from '../../lib';
import { buildBuildspec, publishBuildspec } from '../../lib/codebuild/buildspec/buildspecs';
import { reportsSection } from '../../lib/codebuild/buildspec/reports';
import { answer, cleanUp, contextOf, docker, removeImagesLike, start, steps, temporaryDirectory } from '../container/engine';
import { smallApp, SmallApp } from '../container/small-app';
import { BuildInput, BuildOutcome, runBuildspec } from './codebuild';
import { pushImageOfOneFile } from './image-of-one-file';
import { programs } from './programs';
import { digestOf, ECR_HOST, Fault, faultyRegistry, immutable, manifestOf, ask, refuse, tagsOf } from './registry';
import { createTable, putRecord } from './table';

jest.setTimeout(180_000);

/** Of this run alone: the registry outlives it. */
const RUN = `buildspec-${process.pid}-${Date.now()}`;
const PASSING = { 'server.test.js': 'require("node:test").test("passes", () => {});\n' };
const BROKEN = { 'server.test.js': 'require("node:test").test("is broken", () => { throw new Error("two and two"); });\n' };

/** Who has none, and no machine that would give some. */
const NO_CREDENTIALS = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '', AWS_EC2_METADATA_DISABLED: 'true' };

beforeAll(() => createTable(RUN));

afterAll(() => {
  removeImagesLike(`*/${RUN}/*`);
  cleanUp();
});

/** What the asset of a build holds. */
function sourceOf(app: SmallApp, options: NodejsDockerfileOptions = {}): string {
  const source = temporaryDirectory();
  execFileSync('tar', ['-cf', path.join(source, 'context.tar'), '-C', contextOf(smallApp(app), options), '.']);
  return source;
}

/** An app that no build before has seen. */
function newApp(app: SmallApp = {}): SmallApp {
  return { ...app, files: { ...PASSING, 'new.js': `// ${RUN} ${Math.random()}\n`, ...app.files } };
}

const GATES = [Gate.script('test', { reports: [TestReport.junit('own.xml'), TestReport.cobertura('coverage/')] })];
const REPORTS = reportsSection(GATES, { JUNITXML: 'arn:tests', COBERTURAXML: 'arn:coverage' });

interface Build extends BuildInput {
  readonly host?: string;
  readonly tags?: object[];
}

function build(name: string, tag: string, { host = ECR_HOST, tags = [], ...input }: Build): Promise<BuildOutcome> {
  return runBuildspec(JSON.stringify(buildBuildspec(REPORTS)), {
    ...input,
    environment: {
      REPOSITORY: `${host}/${RUN}/${name}`, CONTENT_TAG: tag, TAG_SUFFIX: '', TAGS: JSON.stringify(tags), PLATFORM: 'linux/amd64',
      RECORDS: RUN, BUILD_ARGS: '{}', BUILD_SECRETS: '[]', GATES: '["test"]', CACHE_TAG: '', CACHE_STAGES: '["deps"]', BASE_IMAGES: '[]',
      ...input.environment,
    },
  });
}

/** The lines of the contract: from the last marker on, without what CodeBuild says after a failure. */
function failure(log: string): string[] {
  const lines = log.split('\n');
  const begin = lines.length - 1 - [...lines].reverse().findIndex(line => line.startsWith('nodejs-image: error: '));
  const end = lines.findIndex((line, index) => index > begin && !line.startsWith('nodejs-image: | '));
  expect(lines[end]).toBe('');
  expect(lines[end + 1]).toMatch(/^\[Container\] Command did not exit successfully node /);
  return lines.slice(begin, end);
}

function succeeded(outcome: BuildOutcome): BuildOutcome {
  if (outcome.status !== 'SUCCEEDED') {
    throw new Error(`the build failed:\n${outcome.log.slice(-6000)}`);
  }
  return outcome;
}

/** Runs with a registry that has faults. */
async function withFaults<T>(fault: Fault, run: (host: string) => Promise<T>): Promise<T> {
  const registry = await faultyRegistry(fault);
  try {
    return await run(registry.host);
  } finally {
    await registry.close();
  }
}

describe('an image whose gates pass', () => {
  const repository = `${RUN}/passes`;
  let outcome: BuildOutcome;

  beforeAll(async () => {
    const junit = 'node --test --test-reporter=spec --test-reporter-destination=stdout --test-reporter=junit --test-reporter-destination=own.xml';
    const source = sourceOf(newApp({ scripts: { test: junit } }), { gates: GATES });
    // with the password of the AWS CLI
    outcome = succeeded(await build('passes', 'one', { source, path: [], tags: [{ tag: 'v1', moving: false }, { tag: 'latest', moving: true }] }));
  });

  test('is in the registry under its content tag and the further tags, and runs', async () => {
    const digest = await digestOf(repository, 'one');
    expect(outcome.exported).toEqual({ IMAGE_DIGEST: digest });
    expect(await tagsOf(repository)).toEqual(['latest', 'one', 'v1']);
    expect([await digestOf(repository, 'v1'), await digestOf(repository, 'latest')]).toEqual([digest, digest]);

    const container = start(`${ECR_HOST}/${repository}@${digest}`, { ports: [8080] });
    expect(await answer(container, container.url(8080))).toMatchObject({ status: 200, body: 'well' });
  });

  test('runs its gates once, and its reports are there; one that was not written does no harm', () => {
    expect(outcome.log.match(/\[gate test\] passed/g)).toHaveLength(1);
    expect(Object.keys(outcome.reports['arn:tests'])).toEqual(['test/junit.xml', 'test/reports/JUNITXML/own.xml']);
    expect(outcome.reports['arn:tests']['test/junit.xml']).toMatch(/failures="0"/);
    expect(outcome.reports['arn:tests']['test/reports/JUNITXML/own.xml']).toContain('name="passes"');
    expect(outcome.reports['arn:coverage']).toEqual({});
  });

  test('built again is a no-op, but for a tag that is new', async () => {
    const again = succeeded(await build('passes', 'one', { source: temporaryDirectory(), tags: [{ tag: 'v1', moving: false }, { tag: 'v2', moving: false }] }));

    expect(again.log).toContain(`${repository}@${outcome.exported.IMAGE_DIGEST} is the image of this content, made by the build `);
    expect(again.log).not.toMatch(/^#\d+ /m);
    expect(again.exported).toEqual(outcome.exported);
    expect(await digestOf(repository, 'v2')).toBe(outcome.exported.IMAGE_DIGEST);
    expect(again.reports['arn:tests']['test/junit.xml']).toContain('<skipped message=');
  });

  test('another one moves a moving tag, and never a fixed one', async () => {
    const source = sourceOf(newApp(), { gates: GATES });
    const conflict = await build('passes', 'two', { source, tags: [{ tag: 'latest', moving: true }, { tag: 'v1', moving: false }] });

    const two = await digestOf(repository, 'two');
    expect(conflict.status).toBe('FAILED');
    expect(failure(conflict.log)).toEqual([
      expect.stringContaining(`the tag v1 of ${ECR_HOST}/${repository} holds ${outcome.exported.IMAGE_DIGEST} and would have to hold ${two}: `),
    ]);
    expect(await digestOf(repository, 'latest')).toBe(outcome.exported.IMAGE_DIGEST);

    succeeded(await build('passes', 'two', { source, tags: [{ tag: 'latest', moving: true }] }));
    expect(await digestOf(repository, 'latest')).toBe(two);
    expect(await digestOf(repository, 'v1')).toBe(outcome.exported.IMAGE_DIGEST);
  });
});

describe('an image that cannot be made', () => {
  test('given a broken test there is no tag, the report is there, and the last lines say which gate and why', async () => {
    const gates = [...GATES, Gate.command(['node', '--version'], { name: 'version' })];
    const source = sourceOf(newApp({ files: BROKEN }), { gates });

    const outcome = await build('broken', 'one', { source, tags: [{ tag: 'v1', moving: false }], environment: { GATES: '["test", "version"]' } });

    expect(outcome.status).toBe('FAILED');
    expect(outcome.exported).toEqual({});
    expect(await tagsOf(`${RUN}/broken`)).toEqual([]);
    expect(outcome.reports['arn:tests']['test/junit.xml']).toContain('<failure');
    const [reason, ...lines] = failure(outcome.log);
    expect(reason).toBe('nodejs-image: error: gates that did not pass: test (exit code 1)');
    expect(lines.join('\n')).toContain('two and two');
    expect(lines.at(-1)).toMatch(/^nodejs-image: \| \[gate test\] step 1 of 1, npm run test: failed, exit code 1$/);
    expect(lines.length).toBeLessThanOrEqual(20);
  });

  test('a failing gate runs again where the builder remembers its failure', async () => {
    const gates = [Gate.script('test')];
    const source = sourceOf(newApp({ scripts: { test: 'test "$OUTCOME" = pass' } }), { gates, buildSecrets: [BuildSecret.environment('OUTCOME', { steps: [BuildStep.GATES] })] });
    const attempt = (outcome: string) => build('flaky', 'one', { source, environment: { BUILD_SECRETS: '["id=OUTCOME,env=BUILD_SECRET_0"]', BUILD_SECRET_0: outcome } });

    expect((await attempt('fail')).status).toBe('FAILED');
    expect(succeeded(await attempt('pass')).exported.IMAGE_DIGEST).toBe(await digestOf(`${RUN}/flaky`, 'one'));
  });

  test('given a lockfile that does not fit, the last lines are those of npm', async () => {
    const files = { 'package.json': JSON.stringify({ name: 'small-app', version: '1.0.0', private: true, scripts: { start: 'node server.js', test: 'node --test' }, dependencies: { leftpad: '0.0.1' } }) };
    const outcome = await build('lockfile', 'one', { source: sourceOf(newApp({ files })) });

    expect(outcome.status).toBe('FAILED');
    const [reason, ...lines] = failure(outcome.log);
    expect(reason).toMatch(/^nodejs-image: error: the build failed: process "\/bin\/sh -c npm ci .*" did not complete successfully: exit code: 1$/);
    expect(lines[0]).toMatch(/^nodejs-image: \| > \[(prod-)?deps .*npm ci/);
    expect(lines.join('\n')).toContain('Missing: leftpad@0.0.1 from lock file');
    expect(lines.length).toBeLessThanOrEqual(20);
    expect(await tagsOf(`${RUN}/lockfile`)).toEqual([]);
  });
});

describe('a registry with faults', () => {
  const source = () => sourceOf(newApp(), { gates: [Gate.script('test')] });

  test.each([
    ['credentials', NO_CREDENTIALS, ECR_HOST, 'Could not load credentials'],
    ['an answer', {}, `${ECR_HOST}:1`, 'connection refused'],
  ])('without %s nothing is built', async (_, environment, host, words) => {
    const outcome = await build('login', 'one', { source: temporaryDirectory(), host, environment });

    expect(outcome.status).toBe('FAILED');
    const [reason, ...lines] = failure(outcome.log);
    expect(reason).toBe(`nodejs-image: error: cannot log in to ${host}`);
    expect(lines.join('\n')).toContain(words);
  });

  test('one that fails has not said that an image is not there', async () => {
    const outcome = await withFaults(
      (request, response) => /manifests/.test(request.url ?? '') && refuse(response, 503, 'UNAVAILABLE', 'try again'),
      host => build('unknown', 'one', { source: temporaryDirectory(), host }));

    expect(outcome.status).toBe('FAILED');
    expect(failure(outcome.log)[0]).toMatch(/^nodejs-image: error: cannot find out whether .*unknown:one is there$/);
  });

  test('one that fails a few times does no harm', async () => {
    const faults: Record<string, number> = {};
    const outcome = await withFaults((request, response) => {
      const key = `${request.method} ${request.url}`;
      faults[key] = (faults[key] ?? 0) + 1;
      return key.includes('/manifests/') && faults[key] <= 2 && refuse(response, 503, 'UNAVAILABLE', 'try again');
    }, host => build('patient', 'one', { source: source(), host }));

    expect(succeeded(outcome).exported.IMAGE_DIGEST).toBe(await digestOf(`${RUN}/patient`, 'one'));
    expect(faults[`PUT /v2/${RUN}/patient/manifests/one`]).toBe(3);
  });

  test('a push that breaks half-way leaves no tag, and the next one succeeds', async () => {
    const context = source();
    let cut = 0;
    const outcome = await withFaults((request, response) => {
      if (cut > 0 && request.method === 'POST') {
        return refuse(response, 403, 'DENIED', 'away'); // what docker does not try again
      }
      if (request.method !== 'PATCH') {
        return false;
      }
      request.once('data', () => { cut++; response.destroy(); });
      return true;
    }, host => build('half', 'one', { source: context, host, tags: [{ tag: 'v1', moving: false }] }));

    expect(outcome.status).toBe('FAILED');
    expect(cut).toBeGreaterThan(0);
    expect(failure(outcome.log)[0]).toMatch(/^nodejs-image: error: cannot push .*half:one$/);
    expect(await tagsOf(`${RUN}/half`)).toEqual([]);

    succeeded(await build('half', 'one', { source: context, tags: [{ tag: 'v1', moving: false }] }));
    expect(await tagsOf(`${RUN}/half`)).toEqual(['one', 'v1']);
  });

  test('of two builds of one content in an immutable repository both have the image that is there', async () => {
    const context = source();
    const outcomes = await withFaults(immutable, host => Promise.all([1, 2].map(() => build('race', 'one', { source: context, host }))));

    const digests = outcomes.map(outcome => succeeded(outcome).exported.IMAGE_DIGEST);
    expect(new Set(digests).size).toBe(1);
    expect(await digestOf(`${RUN}/race`, digests[0])).toBe(digests[0]);
  });

  test('an image that somebody else pushed at the last moment is not taken', async () => {
    // GIVEN another image, that comes under the tag when ours is about to
    const other = succeeded(await build('late', 'other', { source: source() })).exported.IMAGE_DIGEST;
    const { type, text } = await manifestOf(`${RUN}/late`, other);
    let refused = 0;

    // WHEN
    const outcome = await withFaults(async (request, response) => {
      if (request.method === 'PUT' && request.url?.endsWith('/manifests/one')) {
        refused++;
        await ask('PUT', `${RUN}/late/manifests/one`, { type, text });
      }
      return immutable(request, response);
    }, host => build('late', 'one', { source: source(), host, tags: [{ tag: 'v1', moving: false }] }));

    // THEN
    expect(refused).toBe(1);
    expect(await digestOf(`${RUN}/late`, 'one')).toBe(other);
    expect(succeeded(outcome).exported.IMAGE_DIGEST).not.toBe(other);
    expect(await digestOf(`${RUN}/late`, 'v1')).toBe(outcome.exported.IMAGE_DIGEST);
  });
});

describe('a cache in the registry', () => {
  const options = { customize: [StageCustomization.append('deps', Instruction.run(['mkdir', `/${RUN}`]))], gates: [Gate.script('test')] };
  const cached = { CACHE_TAG: 'cache-amd64' };
  const attempt = (tag: string, environment: Record<string, string>, host?: string) =>
    build('cached', tag, { source: sourceOf(newApp(), options), environment, host });

  /** What the builder remembers of the step, and of what was made upon it. */
  function remembered(): string[] {
    const records = docker('buildx', 'du', '--verbose').split(/\n(?=ID:)/).map(text => ({
      id: /^ID: +(\S+)/.exec(text)![1], parents: [...text.matchAll(/^ - (\S+)/gm)].map(([, parent]) => parent), ours: text.includes(RUN),
    }));
    const found = new Set(records.filter(({ ours }) => ours).map(({ id }) => id));
    for (let size = 0; size < found.size;) {
      size = found.size;
      records.filter(({ parents }) => parents.some(parent => found.has(parent))).forEach(({ id }) => found.add(id));
    }
    return [...found];
  }

  /**
   * Takes from the builder what it remembers of the step, what was made upon it, and the images that hold it: nothing else.
   * For a moment after a build the builder still holds what it made, and removes none of it; it is asked again then.
   */
  function forget(): void {
    removeImagesLike(`*/${RUN}/cached`);
    let left = remembered();
    for (let attempts = 0; left.length > 0 && attempts < 10; attempts++) {
      docker('buildx', 'prune', '--force', '--all', '--filter', `id~=^(${left.join('|')})$`);
      left = remembered();
    }
    expect(left).toEqual([]);
  }

  test('saves installing to a builder that remembers nothing of it', async () => {
    // GIVEN a first build, which finds no cache and writes one
    const first = succeeded(await attempt('one', cached));
    expect(first.log).toMatch(/nodejs-image: notice: there is no cache .*:cache-amd64-deps that a build has recorded/);
    expect(await tagsOf(`${RUN}/cached`)).toEqual(['cache-amd64-deps', 'one']);

    // WHEN the builder has forgotten, and builds without the cache: it runs the step
    forget();
    expect(steps(succeeded(await attempt('two', {})).log, `mkdir /${RUN}`)).toContain('DONE');

    // THEN with the cache it does not
    forget();
    const third = succeeded(await attempt('three', cached));
    expect(new Set(steps(third.log, `mkdir /${RUN}`))).toEqual(new Set(['CACHED']));
    expect(third.log.match(/\[gate test\] passed/g)).toHaveLength(1);
  });

  test('saves it in every stage that installs, though they begin alike, and is written again only after something was installed', async () => {
    const stages = ['deps', 'prod-deps'];
    const customize = stages.map(stage => StageCustomization.append(stage, Instruction.run(['mkdir', `/${stage}-${RUN}`])));
    // of this run alone: what an engine remembers of an install may be nothing but where a registry had it
    const manifest = { name: `with-ms-${RUN}`, version: '1.0.0', scripts: { start: 'node server.js', test: 'node --test' }, dependencies: { ms: '2.1.3' } };
    const lock = { name: manifest.name, version: '1.0.0', lockfileVersion: 3, packages: { '': manifest, 'node_modules/ms': { version: '2.1.3' } } };
    const attemptBoth = async (tag: string) => {
      const source = sourceOf(newApp({ files: { 'package.json': JSON.stringify(manifest), 'package-lock.json': JSON.stringify(lock) } }), { ...options, customize });
      const calls = path.join(temporaryDirectory(), 'calls');
      const recorder = programs({ docker: `printf '%s\\n' "$*" >>'${calls}'\nexec '${execFileSync('which', ['docker'], { encoding: 'utf8' }).trim()}' "$@"\n` });
      const { log } = succeeded(await build('both', tag, { source, path: [recorder], environment: { ...cached, CACHE_STAGES: JSON.stringify(stages) } }));
      return { log, pushed: [...fs.readFileSync(calls, 'utf8').matchAll(/^push \S+:(\S+)$/gm)].map(([, pushed]) => pushed) };
    };
    const caches = stages.map(stage => `cache-amd64-${stage}`);

    expect((await attemptBoth('one')).pushed).toEqual(['one', ...caches]);
    forget();
    const { log, pushed } = await attemptBoth('two');

    stages.forEach(stage => expect([stage, new Set(steps(log, `mkdir /${stage}-${RUN}`))]).toEqual([stage, new Set(['CACHED'])]));
    expect(pushed).toEqual(['two']);
  });

  test.each([
    ['is refused', (url: string, method: string) => url.includes('/manifests/cache-amd64') && method === 'PUT'],
    ['does not answer', (url: string) => url.includes('/manifests/cache-amd64')],
  ])('is no reason to fail where it %s', async (name, broken) => {
    forget();
    const outcome = await withFaults((request, response) => broken(request.url ?? '', request.method ?? '') && refuse(response, 500, 'UNKNOWN', 'cache'),
      host => attempt(name.replace(/ /g, '-'), cached, host));

    expect(succeeded(outcome).exported.IMAGE_DIGEST).toBe(await digestOf(`${RUN}/cached`, name.replace(/ /g, '-')));
  });

  test('is no reason to fail where its layers are gone', async () => {
    forget();
    for (const { digest } of (await manifestOf(`${RUN}/cached`, 'cache-amd64-deps')).json.layers.slice(-2)) {
      expect((await ask('DELETE', `${RUN}/cached/blobs/${digest}`)).status).toBe(202);
    }

    const outcome = succeeded(await attempt('gone', cached));

    expect(steps(outcome.log, `mkdir /${RUN}`)).toContain('DONE');
    expect(outcome.exported.IMAGE_DIGEST).toBe(await digestOf(`${RUN}/cached`, 'gone'));
  });
});

test('a build secret is in no log, layer, or manifest', async () => {
  // GIVEN a build that can only succeed with the secret
  const canary = `canary-${Math.random().toString(36).slice(2)}-${Math.random().toString(36).slice(2)}`;
  const check = 'require("node:test").test("has it", () => { if (!/^canary-/.test(process.env.NPM_TOKEN)) throw new Error("it has not"); });\n';
  const app = newApp({ scripts: { preinstall: 'node -e "if (!process.env.NPM_TOKEN) process.exit(9)"' }, files: { 'server.test.js': check } });
  const source = sourceOf(app, { gates: [Gate.script('test')], buildSecrets: [BuildSecret.environment('NPM_TOKEN', { steps: [BuildStep.INSTALL, BuildStep.GATES] })] });
  const environment = { BUILD_SECRETS: '["id=NPM_TOKEN,env=BUILD_SECRET_0"]', BUILD_SECRET_0: canary, CACHE_TAG: 'cache-amd64' };

  // WHEN
  const outcome = succeeded(await build('secret', 'one', { source, environment }));

  // THEN
  expect(outcome.log).not.toContain(canary);
  expect(JSON.stringify(outcome.reports)).not.toContain(canary);
  const tags = await tagsOf(`${RUN}/secret`);
  expect(tags).toContain('cache-amd64-deps');
  for (const tag of tags) {
    const { text, json } = await manifestOf(`${RUN}/secret`, tag);
    const image = `${ECR_HOST}/${RUN}/secret:${tag}`;
    spawnSync('docker', ['image', 'rm', '--force', image]);
    docker('pull', '--quiet', image);
    const unpacked = execFileSync('sh', ['-c', 'docker save "$0" | tar -xO', image], { maxBuffer: 1024 * 1024 * 1024 });
    const config = (await ask('GET', `${RUN}/secret/blobs/${json.config.digest}`)).body;
    expect([text.includes(canary), config.includes(canary), unpacked.includes(canary)]).toEqual([false, false, false]);
    // the same search finds what is there
    expect(unpacked.includes('node_modules') || unpacked.includes('server.js')).toBe(true);
  }
});

describe('publishing, without a Docker daemon', () => {
  const NOWHERE = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };

  function publish(name: string, tag: string, environment: Record<string, string>, tags: object[] = [], host = ECR_HOST): Promise<BuildOutcome> {
    const own = { REPOSITORY: `${host}/${RUN}/${name}`, RECORDS: RUN, CONTENT_TAG: tag, TAGS: JSON.stringify(tags) };
    return runBuildspec(publishBuildspec(), { environment: { ...own, ...NOWHERE, ...environment } });
  }

  /** An image that a build has pushed. */
  async function pushRecorded(name: string, tag: string, platform?: string): Promise<void> {
    pushImageOfOneFile(`${RUN}/${name}`, tag, platform);
    putRecord(RUN, `${RUN}/${name}`, tag, (await digestOf(`${RUN}/${name}`, tag))!);
  }

  test('images of two architectures become one index, which another repository takes as a whole', async () => {
    // GIVEN
    await pushRecorded('index', 'one-amd64');
    await pushRecorded('index', 'one-arm64', 'linux/arm64');

    // WHEN
    const joined = succeeded(await publish('index', 'one', { SOURCE_SUFFIXES: '["-amd64", "-arm64"]' }, [{ tag: 'v1', moving: false }]));

    // THEN
    const digest = joined.exported.IMAGE_DIGEST;
    const { json } = await manifestOf(`${RUN}/index`, 'one');
    expect(json.manifests.map((manifest: any) => [manifest.platform.architecture, manifest.digest])).toEqual([
      ['amd64', await digestOf(`${RUN}/index`, 'one-amd64')], ['arm64', await digestOf(`${RUN}/index`, 'one-arm64')],
    ]);
    expect([await digestOf(`${RUN}/index`, 'one'), await digestOf(`${RUN}/index`, 'v1')]).toEqual([digest, digest]);

    // WHEN
    const copied = succeeded(await publish('deep/copy', 'one', { SOURCES: JSON.stringify([`${ECR_HOST}/${RUN}/index:one`]) }, [{ tag: 'v2', moving: false }]));

    // THEN
    expect(copied.exported.IMAGE_DIGEST).toBe(digest);
    expect([await digestOf(`${RUN}/deep/copy`, 'one'), await digestOf(`${RUN}/deep/copy`, 'v2')]).toEqual([digest, digest]);
    for (const manifest of json.manifests) {
      const { layers, config } = (await manifestOf(`${RUN}/deep/copy`, manifest.digest)).json;
      for (const blob of [config, ...layers]) {
        expect((await ask('HEAD', `${RUN}/deep/copy/blobs/${blob.digest}`)).status).toBe(200);
      }
    }
  });

  test('one image keeps its digest in another repository, again is a no-op, and a fixed tag stays', async () => {
    pushImageOfOneFile(`${RUN}/origin`, 'a');
    pushImageOfOneFile(`${RUN}/origin`, 'b');
    const [a, b] = [await digestOf(`${RUN}/origin`, 'a'), await digestOf(`${RUN}/origin`, 'b')];
    const from = (digest?: string) => ({ SOURCES: JSON.stringify([`${ECR_HOST}/${RUN}/origin@${digest}`]) });
    const tags = [{ tag: 'v1', moving: false }, { tag: 'latest', moving: true }];

    expect(succeeded(await publish('one', 'a', from(a), tags)).exported.IMAGE_DIGEST).toBe(a);
    const again = succeeded(await publish('one', 'a', from(a), tags));
    expect([again.exported.IMAGE_DIGEST, again.log.includes('nothing is copied')]).toEqual([a, true]);

    const conflict = await publish('one', 'b', from(b), tags);
    expect(failure(conflict.log)[0]).toContain(`the tag v1 of ${ECR_HOST}/${RUN}/one holds ${a} and would have to hold ${b}: `);
    expect(succeeded(await publish('one', 'b', from(b), [tags[1]])).exported.IMAGE_DIGEST).toBe(b);
    expect([await digestOf(`${RUN}/one`, 'v1'), await digestOf(`${RUN}/one`, 'latest')]).toEqual([a, b]);
  });

  test('a source that is not there is an error that names it, and nothing is put', async () => {
    await pushRecorded('lonely', 'one-amd64');
    pushImageOfOneFile(`${RUN}/lonely`, 'one-arm64', 'linux/arm64'); // by somebody

    const outcome = await publish('lonely', 'one', { SOURCE_SUFFIXES: '["-amd64", "-arm64"]' });

    expect(outcome.status).toBe('FAILED');
    expect(failure(outcome.log)).toEqual([`nodejs-image: error: no build has recorded an image ${ECR_HOST}/${RUN}/lonely:one-arm64 that is there`]);
    expect(await tagsOf(`${RUN}/lonely`)).toEqual(['one-amd64', 'one-arm64']);
  });

  test('a registry that breaks off leaves no tag, and its words are the last', async () => {
    await pushRecorded('away', 'one-amd64');

    const outcome = await withFaults((request, response) => request.method === 'PUT' && refuse(response, 403, 'DENIED', 'not today'),
      host => publish('away', 'one', { SOURCE_SUFFIXES: '["-amd64"]' }, [], host));

    expect(outcome.status).toBe('FAILED');
    const [reason, ...lines] = failure(outcome.log);
    expect(reason).toMatch(/^nodejs-image: error: cannot publish .*away@sha256:[0-9a-f]{64} as .*away:one$/);
    expect(lines.join('\n')).toContain('403');
    expect(await tagsOf(`${RUN}/away`)).toEqual(['one-amd64']);
  });
});
