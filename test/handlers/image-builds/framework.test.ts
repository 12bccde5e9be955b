import { resourceIdOf } from '../../../lib/handlers/image-builds/event';
import { DIGEST, environmentFor, FakeAws, FakeBuild } from './fake-aws';
import { Framework } from './framework';
import { CONTENT_TAG, oneBuild, properties, request } from './request';

const before = { ...process.env };
const created = resourceIdOf(request());
let aws: FakeAws;
let framework: Framework;
const printed: string[] = [];

beforeAll(async () => {
  aws = await FakeAws.start();
  Object.assign(process.env, environmentFor(aws.endpoint));
  // what is deployed, with the clients that it makes by itself
  framework = await Framework.start(jest.requireActual('../../../lib/handlers/image-builds/bundle/index.js'));
});
beforeEach(() => {
  aws.reset();
  aws.now = Date.now();
  framework.behavior = [];
  jest.spyOn(console, 'log').mockImplementation(line => { printed.push(line); });
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  process.env = before;
  await framework?.stop();
  await aws?.stop();
});

/** Ends the builds when they are looked at for the second time. */
function endBuilds(statuses: Record<string, string> = {}): void {
  const seen = new Set<FakeBuild>();
  aws.whenSeen = build => {
    if (seen.has(build) && build.status === 'IN_PROGRESS') {
      build.status = statuses[build.variables.BUILD_KEY] ?? 'SUCCEEDED';
      build.digest = DIGEST;
    }
    seen.add(build);
  };
}

const data = { ContentTag: CONTENT_TAG, DigestHex: DIGEST.slice('sha256:'.length) };
const success = expect.objectContaining({ status: 'SUCCESS', physicalResourceId: created, data });

test('an image of two stages is created', async () => {
  endBuilds();
  expect(await framework.deliver(request())).toEqual([success]);
  expect(aws.builds).toHaveLength(3);
});

test('a failure arrives whole, once, without a stack', async () => {
  endBuilds({ '0/0': 'FAILED' });
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index}: "${'x'.repeat(30)}"`);
  aws.logs['p-arm64:0'] = ['nodejs-image: error: the gate test failed', ...lines.map(line => `nodejs-image: | ${line}`)];

  const [{ status, reason, physicalResourceId, bytes }, ...others] = await framework.deliver(request({ ResourceProperties: oneBuild() }));

  expect(others).toEqual([]);
  expect([status, physicalResourceId]).toEqual(['FAILED', created]);
  expect(reason.split('\n')).toEqual([
    'linux/arm64 failed (FAILED): the gate test failed',
    ...lines.map(line => `| ${line}`),
    'build: https://eu-west-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/p-arm64/build/p-arm64%3A0/?region=eu-west-1',
    '',
    'Logs: /aws/lambda/isComplete',
    '',
  ]);
  expect(bytes).toBeLessThan(4_096);
});

test.each([['quotes', '"\\'.repeat(300)], ['characters of several bytes', '漢'.repeat(300)], ['long lines', 'x'.repeat(5_000)]])(
  'the longest failure is short enough for CloudFormation: %s', async (_what, text) => {
    endBuilds({ '0/0': 'FAILED' });
    aws.logs['p-arm64:0'] = [`nodejs-image: error: ${text}`, ...Array.from({ length: 20 }, () => `nodejs-image: | ${text}`)];
    const [answer] = await framework.deliver(request({ ResourceProperties: oneBuild(), LogicalResourceId: 'L'.repeat(255) }));
    expect(answer.status).toBe('FAILED');
    expect(answer.bytes).toBeLessThan(4_096);
  });

test('properties that are wrong are a failure whose resource is deleted without asking us', async () => {
  const [failed] = await framework.deliver(request({ ResourceProperties: properties({ ContentTag: 'wrong' }) }));
  expect(failed.reason).toBe('ContentTag must be 32 hexadecimal digits, received "wrong"\n\nLogs: /aws/lambda/onEvent\n');
  const remove = request({ RequestType: 'Delete', RequestId: 'request-2', PhysicalResourceId: failed.physicalResourceId });
  expect(await framework.deliver(remove)).toEqual([expect.objectContaining({ status: 'SUCCESS' })]);
  expect(aws.calls).toEqual([]);
});

test('a response URL that answers after seconds, and one that answers 500 first, get the answer', async () => {
  endBuilds();
  framework.behavior = [{ delay: 3_000 }];
  expect(await framework.deliver(request())).toEqual([success]);

  framework.behavior = [{ status: 500 }, { status: 503 }];
  expect(await framework.deliver(request({ RequestId: 'request-2' }))).toEqual([success]);
  expect(framework.behavior).toEqual([]);
});

test('a failure gets through a response URL that answers 500 first', async () => {
  endBuilds({ '0/0': 'FAILED' });
  aws.logs['p-arm64:0'] = ['nodejs-image: error: the reason'];
  framework.behavior = [{ status: 500 }];
  const answers = await framework.deliver(request({ ResourceProperties: oneBuild() }));
  expect(answers.map(({ status, reason }) => [status, reason.split('\n')[0]])).toEqual([['FAILED', 'linux/arm64 failed (FAILED): the reason']]);
});

test('an event that is delivered twice is answered twice, with one build for both', async () => {
  endBuilds();
  expect(await framework.deliver(request(), 2)).toEqual([success, success]);
  expect(aws.builds.map(({ variables }) => variables.BUILD_KEY).sort()).toEqual(['0/0', '0/1', '1/0']);
});

test('an update that fails, its rollback and the deletion', async () => {
  const old = oneBuild();
  const failing = oneBuild({ ContentTag: 'f'.repeat(32) });
  const update = { RequestType: 'Update', PhysicalResourceId: created } as const;
  endBuilds({ '0/0': 'TIMED_OUT' });
  aws.logs['p-arm64:0'] = ['nodejs-image: error: too slow'];
  const failed = await framework.deliver(request({ ...update, RequestId: 'request-2', ResourceProperties: failing, OldResourceProperties: old }));
  expect(failed).toEqual([expect.objectContaining({ status: 'FAILED', physicalResourceId: created })]);
  endBuilds();
  const rollback = await framework.deliver(request({ ...update, RequestId: 'request-3', ResourceProperties: old, OldResourceProperties: failing }));
  expect(rollback).toEqual([success]);
  aws.projects = [];
  const remove = request({ RequestType: 'Delete', RequestId: 'request-4', PhysicalResourceId: created, ResourceProperties: old });
  expect(await framework.deliver(remove)).toEqual([expect.objectContaining({ status: 'SUCCESS', physicalResourceId: created })]);
});

test('builds that never end leave the last word to the framework', async () => {
  const answers = await framework.deliver(request({ ResourceProperties: oneBuild() }));
  expect(answers).toEqual([expect.objectContaining({ status: 'FAILED', reason: 'Operation timed out' })]);
});

test('what our functions wrote to their logs holds no response URL', () => {
  expect(printed.join('\n')).toContain('started linux/arm64: p-arm64:0');
  expect(printed.join('\n')).not.toMatch(/signature|https:\/\/localhost/);
});
