import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { BuildSecret, BuildStep, Gate, Instruction, NodejsDockerfileOptions, StageCustomization, TestReport } from '../../lib';
import { buildBuildspec } from '../../lib/delivery/codebuild/buildspecs';
import { reportsSection } from '../../lib/delivery/codebuild/reports';
import { answer, cleanUp, contextOf, docker, start, steps, temporaryDirectory } from '../container/engine';
import { directoryWith, smallApp, SmallApp } from '../container/small-app';
import { BuildInput, BuildOutcome, runBuildspec } from './codebuild';
import { digestOf, ECR_HOST, Fault, faultyRegistry, immutable, manifestOf, ask, refuse, tagsOf } from './registry';

jest.setTimeout(180_000);

/** Of this run alone: the registry outlives it. */
const RUN = `buildspec-${process.pid}-${Date.now()}`;
const PASSING = { 'server.test.js': 'require("node:test").test("passes", () => {});\n' };
const BROKEN = { 'server.test.js': 'require("node:test").test("is broken", () => { throw new Error("two and two"); });\n' };

/** A sleep that takes no time, so that tries follow each other at once. */
const AT_ONCE = directoryWith({ sleep: '#!/bin/sh\n' });
fs.chmodSync(path.join(AT_ONCE, 'sleep'), 0o755);

afterAll(() => {
  const images = docker('images', '--filter', `reference=*/${RUN}/*`, '--format', '{{.Repository}}:{{.Tag}}').split('\n').filter(image => image !== '');
  spawnSync('docker', ['image', 'rm', '--force', ...images]);
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
    path: [AT_ONCE],
    ...input,
    environment: {
      REPOSITORY: `${host}/${RUN}/${name}`, CONTENT_TAG: tag, TAG_SUFFIX: '', TAGS: JSON.stringify(tags), PLATFORM: 'linux/amd64',
      BUILD_ARGS: '{}', BUILD_SECRETS: '[]', GATES: '["test"]', CACHE_TAG: '', CACHE_STAGES: '["deps", "prod-deps"]', PUBLIC_ECR: 'false',
      ...input.environment,
    },
  });
}

/** The lines of the contract: from the last marker on, without what CodeBuild says after a failure. */
function failure(log: string): string[] {
  const lines = log.split('\n');
  const begin = lines.findLastIndex(line => line.startsWith('nodejs-image: error: '));
  const end = lines.findIndex((line, index) => index > begin && !line.startsWith('nodejs-image: | '));
  expect(lines[end]).toBe('');
  expect(lines[end + 1]).toMatch(/^\[Container\] Command did not exit successfully bash /);
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
    const source = sourceOf(newApp(), { gates: GATES });
    outcome = succeeded(await build('passes', 'one', { source, tags: [{ tag: 'v1', moving: false }, { tag: 'latest', moving: true }] }));
  });

  test('is in the registry under its content tag and the further tags, and runs', async () => {
    const digest = await digestOf(repository, 'one');
    expect(outcome.exported).toEqual({ IMAGE_DIGEST: digest });
    expect(await tagsOf(repository)).toEqual(['latest', 'one', 'v1']);
    expect([await digestOf(repository, 'v1'), await digestOf(repository, 'latest')]).toEqual([digest, digest]);

    const container = start(`${ECR_HOST}/${repository}@${digest}`, { ports: [8080] });
    expect(await answer(container, container.url(8080))).toEqual({ status: 200, body: 'well' });
  });

  test('runs its gates once, and its report is there', () => {
    expect(outcome.log.match(/\[gate test\] passed/g)).toHaveLength(1);
    expect(outcome.reports['arn:tests']['test/junit.xml']).toMatch(/failures="0"/);
  });

  test('built again is a no-op, but for a tag that is new', async () => {
    const again = succeeded(await build('passes', 'one', { source: temporaryDirectory(), tags: [{ tag: 'v1', moving: false }, { tag: 'v2', moving: false }] }));

    expect(again.log).toContain(`${repository}:one is there already: nothing is built`);
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
    expect(lines[0]).toMatch(/^nodejs-image: \| {2}> \[.*npm ci/);
    expect(lines.join('\n')).toContain('Missing: leftpad@0.0.1 from lock file');
    expect(await tagsOf(`${RUN}/lockfile`)).toEqual([]);
  });
});

describe('a registry with faults', () => {
  const source = () => sourceOf(newApp(), { gates: [Gate.script('test')] });

  test.each([
    ['credentials', { aws: '#!/bin/sh\necho "Unable to locate credentials" >&2\nexit 253\n' }, ECR_HOST, 'Unable to locate credentials'],
    ['an answer', {}, `${ECR_HOST}:1`, 'connection refused'],
  ])('without %s nothing is built', async (_, stands, host, words) => {
    const stand = directoryWith(stands);
    Object.keys(stands).forEach(name => fs.chmodSync(path.join(stand, name), 0o755));

    const outcome = await build('login', 'one', { source: temporaryDirectory(), host, path: [stand, AT_ONCE] });

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

    const digest = await digestOf(`${RUN}/race`, 'one');
    expect(outcomes.map(outcome => succeeded(outcome).exported.IMAGE_DIGEST)).toEqual([digest, digest]);
  });

  test('an image that somebody else pushed at the last moment is taken', async () => {
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
    expect(succeeded(outcome).exported.IMAGE_DIGEST).toBe(other);
    expect(await digestOf(`${RUN}/late`, 'v1')).toBe(other);
  });
});
void steps; void Instruction; void StageCustomization;
