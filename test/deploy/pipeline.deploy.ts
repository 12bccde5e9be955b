import * as fs from 'fs';
import * as path from 'path';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { BaseImage } from '../../lib';
import { answer, cleanUp, removeImagesLike, start } from '../container/engine';
import { aws } from './aws';
import { baseOfTwoLabels } from './base-of-two-labels';
import { BuildOutcome } from './codebuild';
import { HASTY, lastWords, missingParts, newSources, Push, releaseTags, synthesized } from './pipeline-fixture';
import { recordedAws } from './recorded-aws';
import { digestOf, ECR_HOST, Fault, faultyRegistry, manifestOf, refuse, tagsOf } from './registry';
import { Circumstances, Execution, SimulatedPipeline } from './simulated-pipeline';

jest.setTimeout(300_000);

/** Of this run alone: the registry outlives it. */
const RUN = `pipeline-${process.pid}-${Date.now()}`;
const commitOf = (digit: string) => digit.repeat(40);

afterAll(() => {
  removeImagesLike(`*/${RUN}/*`);
  cleanUp();
});

function succeeded(execution: Execution): Record<string, BuildOutcome> {
  const failed = Object.entries(execution.actions).filter(([, { status }]) => status === 'FAILED');
  if (failed.length) {
    throw new Error(failed.map(([action, { log }]) => `${action} failed:\n${log.slice(-5000)}`).join('\n'));
  }
  return execution.actions;
}

/** Why an action failed. */
function reasonOf(execution: Execution, action: string): string {
  expect(execution.status).toBe('FAILED');
  return lastWords(execution.actions[action], 'nodejs-image: error: ');
}

describe('a push whose gates pass, with the program as it is published', () => {
  const repository = `${RUN}/passes`;
  let pipeline: SimulatedPipeline;
  let sources: string;
  let actions: Record<string, BuildOutcome>;

  beforeAll(async () => {
    sources = newSources('good', RUN);
    pipeline = synthesized(repository, sources);
    actions = succeeded(await pipeline.run({ source: sources, variables: { CommitId: commitOf('1') }, published: true }));
  });

  test('is built once, and released by its digest under all its tags', async () => {
    expect(pipeline.actions).toEqual([['Source'], ['Amd64'], ['Release']]);
    const digest = actions.Amd64.exported.IMAGE_DIGEST;
    expect([await digestOf(repository, commitOf('1')), await digestOf(repository, 'main')]).toEqual([digest, digest]);
    const container = start(`${ECR_HOST}/${repository}@${digest}`, { ports: [8080] });
    expect(await answer(container, container.url(8080))).toMatchObject({ status: 200, body: 'well' });
  });

  test('leaves a report of each gate', () => {
    const [reports] = Object.values(actions.Amd64.reports);
    expect(Object.keys(reports)).toEqual(['lint/junit.xml', 'start/junit.xml', 'test/junit.xml']);
    expect(Object.values(reports).map(report => /failures="0"/.test(report))).toEqual([true, true, true]);
  });

  test('hands on nothing that a text of JSON would not hold as it is', () => {
    expect(Object.values(actions.Amd64.exported).filter(value => !/^[A-Za-z0-9_.:/|,-]+$/.test(value))).toEqual([]);
  });

  test('fits the pinned Dockerfile with other code, and with another version', async () => {
    fs.writeFileSync(path.join(sources, 'server.js'), fs.readFileSync(path.join(sources, 'server.js'), 'utf8').replace('"well"', '"better"'));
    const manifest = path.join(sources, 'package.json');
    fs.writeFileSync(manifest, fs.readFileSync(manifest, 'utf8').replace('"1.0.0"', '"1.1.0"'));
    const later = succeeded(await pipeline.run({ source: sources, variables: { CommitId: commitOf('2') } }));
    expect(await digestOf(repository, 'main')).toBe(later.Amd64.exported.IMAGE_DIGEST);
    expect(await digestOf(repository, commitOf('1'))).toBe(actions.Amd64.exported.IMAGE_DIGEST);
  });

  test('fails early where its start script is another one, and says what to do', async () => {
    const other = newSources('good', RUN);
    const manifest = path.join(other, 'package.json');
    fs.writeFileSync(manifest, fs.readFileSync(manifest, 'utf8').replace('node server.js"', 'node other.js"'));
    fs.writeFileSync(path.join(other, 'other.js'), '');
    const execution = await pipeline.run({ source: other, variables: { CommitId: commitOf('3') } });
    expect(reasonOf(execution, 'Amd64')).toMatch(/the source no longer fits the Dockerfile that is pinned in the pipeline: .*; synthesize and deploy the stack/);
    expect(execution.actions.Amd64.log).not.toMatch(/^#\d+ /m);
  });

  test('of a pull request is gated and built, and not pushed', async () => {
    const before = await tagsOf(repository);
    const [good, broken] = await Promise.all((['good', 'broken test'] as const).map(push =>
      pipeline.build(/pullrequests/, { source: newSources(push, `${RUN} pull request`) })));
    expect([good.status, lastWords(good)]).toEqual(['SUCCEEDED', 'the image is built and passed its gates; it is not pushed']);
    expect([broken.status, lastWords(broken, 'nodejs-image: error: ')]).toEqual(['FAILED', 'gates that did not pass: test (exit code 1)']);
    expect(Object.values(broken.reports).flatMap(group => Object.values(group)).filter(report => /failures="1"/.test(report))).not.toEqual([]);
    expect(await tagsOf(repository)).toEqual(before);
  });
});

describe('for two platforms', () => {
  const repository = `${RUN}/platforms`;
  const away: Fault = (_, response) => refuse(response, 503, 'UNAVAILABLE', 'by the test');
  let pipeline: SimulatedPipeline;
  let hasty: SimulatedPipeline;

  beforeAll(async () => {
    const base = await baseOfTwoLabels();
    const directory = newSources('good', RUN);
    const props = { platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64], baseImage: BaseImage.custom({ buildImage: base, runtimeImage: base }) };
    pipeline = synthesized(repository, directory, props);
    hasty = synthesized(repository, directory, { ...props, gates: HASTY });
  });

  /** Runs once, with the registry in trouble for some actions. */
  async function run(push: Push, commit: string, fault?: Fault, during: string[] = [], more: Partial<Circumstances> = {}): Promise<Execution> {
    const faulty = fault && await faultyRegistry(fault);
    try {
      return await (push === 'hanging test' ? hasty : pipeline).run({
        source: newSources(push, `${RUN} ${commit}`),
        variables: { CommitId: commit },
        hosts: faulty && Object.fromEntries(during.map(action => [action, faulty.host])),
        ...more,
      });
    } finally {
      await faulty?.close();
    }
  }

  test('a push becomes one index, complete, under its release tags', async () => {
    const { Index, Amd64, Arm64 } = succeeded(await run('good', commitOf('a')));
    const { json } = await manifestOf(repository, commitOf('a'));
    expect(json.manifests.map(({ digest }: any) => digest)).toEqual([Amd64.exported.IMAGE_DIGEST, Arm64.exported.IMAGE_DIGEST]);
    expect(await digestOf(repository, 'main')).toBe(Index.exported.IMAGE_DIGEST);
    expect(await missingParts(repository)).toEqual([]);
  });

  test.each<[Push, RegExp]>([
    ['broken test', /gates that did not pass: test \(exit code 1\)/],
    ['broken lint', /gates that did not pass: lint \(exit code 1\)/],
    ['hanging test', /gates that did not pass: test \(exit code 124\)/],
  ])('a push with a %s leaves no image, and says which gate', async (push, reason) => {
    const before = await tagsOf(repository);
    const execution = await run(push, commitOf('b'));
    expect(reasonOf(execution, 'Amd64')).toMatch(reason);
    expect(Object.keys(execution.actions)).toEqual(['Amd64', 'Arm64']);
    expect(await tagsOf(repository)).toEqual(before);
  });

  test.each<[string, string[], Fault]>([
    ['at its login', ['Amd64'], away],
    ['at its push', ['Arm64'], (request, response) => request.method === 'POST' && refuse(response, 403, 'DENIED', 'by the test')],
    ['between the architectures', ['Index'], away],
    ['at the release', ['Release'], away],
  ])('the registry away %s leaves no release tag, and the push passes when it is back', async (when, during, fault) => {
    const commit = commitOf('c').slice(0, 36) + Buffer.from(when).toString('hex').slice(-4);
    const before = await digestOf(repository, 'main');
    expect((await run('good', commit, fault, during)).status).toBe('FAILED');
    expect([await digestOf(repository, commit), await digestOf(repository, 'main')]).toEqual([undefined, before]);
    expect(await missingParts(repository)).toEqual([]);

    const { Index } = succeeded(await run('good', commit));
    expect(await digestOf(repository, commit)).toBe(Index.exported.IMAGE_DIGEST);
  });

  test('two runs of one push at the same time give one release; and a retry gives it again', async () => {
    const source = newSources('good', `${RUN} race`);
    const executions = await Promise.all([1, 2].map(() => run('good', commitOf('d'), undefined, [], { source })));
    const digests = executions.map(execution => succeeded(execution).Index.exported.IMAGE_DIGEST);
    expect(new Set(digests).size).toBe(1);
    const again = succeeded(await run('good', commitOf('d'), undefined, [], { source }));
    expect(again.Index.exported.IMAGE_DIGEST).toBe(digests[0]);
    expect(again.Amd64.log).toMatch(/^nodejs-image: .* is the image of this content, made by the build .*: nothing is built$/m);
    expect(await digestOf(repository, commitOf('d'))).toBe(digests[0]);
  });

  test('the log of each gate is kept apart, and metrics are told', async () => {
    const emulator = await recordedAws();
    await run('broken test', commitOf('e'), undefined, [], { environment: { AWS_ENDPOINT_URL: emulator.endpoint } });
    await emulator.close();
    const streams = emulator.calls.filter(({ operation }) => operation === 'PutLogEvents').map(({ body }) => JSON.parse(body).logStreamName.split('/')[1]);
    expect([...new Set(streams)].sort()).toEqual(['lint', 'start', 'test']);
    expect(aws('cloudwatch', 'list-metrics', '--namespace', 'NodejsImage').Metrics.map(({ MetricName }: any) => MetricName)).toContain('GatePassed');
  });

  test('nothing but releases of what passed is under a release tag', async () => {
    const tags = await releaseTags(repository);
    expect(tags.filter(tag => /^(b|e)+$/.test(tag))).toEqual([]);
    expect(tags).toContain('main');
  });
});
