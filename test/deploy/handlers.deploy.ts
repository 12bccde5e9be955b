import {
  CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, DeleteLogGroupCommand, PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient, CreateProjectCommand, DeleteProjectCommand } from '@aws-sdk/client-codebuild';
import { FaultProxy } from './fault-proxy';

/*
 * The handlers as they are deployed, against the emulator's CodeBuild and CloudWatch Logs.
 *
 * The emulator runs nothing: a build has succeeded as soon as it is looked at. It forgets the variables that a build was
 * started with, knows no exported variables, no idempotency token, no logs of builds and no quota, and writes times as
 * text where CodeBuild writes seconds. The proxy adds the variables, a digest and where the log is, turns the times into
 * numbers, and rewrites statuses; the rest is shown in test/handlers alone.
 */

const MAIN = process.env.AWS_ENDPOINT_URL!;
const [ARM, PUBLISH, GROUP] = ['handlers-arm64', 'handlers-publish', 'handlers-log'];
const HEX = 'ab'.repeat(32);
const data = { ContentTag: '0'.repeat(32), DigestHex: HEX };
const codeBuild = new CodeBuildClient({ endpoint: MAIN });
const logs = new CloudWatchLogsClient({ endpoint: MAIN });
const started = new Map<string, any>();
let statuses: Record<string, string> = {};
let proxy: FaultProxy;
let handlers: Record<'onEvent' | 'isComplete', (event: object) => Promise<any>>;
let requests = 0;

/** What CodeBuild would know and the emulator does not. */
function complete(operation: string, input: any, output: any): void {
  (output.builds ?? [output.build]).filter(Boolean).forEach((build: any) => [build, ...build.phases ?? []].forEach(inSeconds));
  if (operation === 'StartBuild') {
    started.set(output.build.id, input.environmentVariablesOverride);
  }
  for (const build of operation === 'BatchGetBuilds' ? output.builds : []) {
    const variables: any[] = started.get(build.id) ?? [];
    build.environment = { ...build.environment, environmentVariables: variables };
    build.buildStatus = statuses[variables.find(({ name }) => name === 'BUILD_KEY')?.value] ?? build.buildStatus;
    build.exportedEnvironmentVariables = [{ name: 'IMAGE_DIGEST', value: `sha256:${HEX}` }];
    build.logs = { groupName: GROUP, streamName: 'stream' };
  }
}

function inSeconds(times: any): void {
  for (const name of ['startTime', 'endTime']) {
    if (typeof times[name] === 'string') { times[name] = Date.parse(times[name]) / 1_000; }
  }
}

beforeAll(async () => {
  for (const name of [ARM, PUBLISH]) {
    await codeBuild.send(new CreateProjectCommand({
      name,
      source: { type: 'S3', location: 'bucket/source.zip' },
      artifacts: { type: 'NO_ARTIFACTS' },
      environment: { type: 'LINUX_CONTAINER', image: 'aws/codebuild/amazonlinux2-x86_64-standard:5.0', computeType: 'BUILD_GENERAL1_SMALL' },
      serviceRole: 'arn:aws:iam::123456789012:role/service-role/handlers',
    }));
  }
  await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: 'stream' }));
  const lines = ['[Container] running', 'nodejs-image: error: the gate test failed', 'nodejs-image: | not ok 1', '[Container] Phase complete'];
  await logs.send(new PutLogEventsCommand({
    logGroupName: GROUP, logStreamName: 'stream', logEvents: lines.map((message, index) => ({ message, timestamp: Date.now() - 1_000 + index })),
  }));
  proxy = await FaultProxy.start(MAIN, complete);
  process.env.AWS_ENDPOINT_URL = proxy.endpoint;
  handlers = jest.requireActual('../../lib/handlers/image-builds/bundle/index.js');
});
beforeEach(() => {
  proxy.faults = {};
  proxy.operations = [];
  statuses = {};
  started.clear();
  jest.spyOn(console, 'log').mockImplementation();
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  process.env.AWS_ENDPOINT_URL = MAIN;
  await proxy?.stop();
  await Promise.allSettled([
    ...[ARM, PUBLISH].map(name => codeBuild.send(new DeleteProjectCommand({ name }))), logs.send(new DeleteLogGroupCommand({ logGroupName: GROUP })),
  ]);
  codeBuild.destroy();
  logs.destroy();
});

/** An event of a request of its own: the emulator remembers the builds of the tests before. */
function event(more: object = {}): object {
  return {
    RequestType: 'Create', StackId: 'stack', LogicalResourceId: 'Image', RequestId: `${process.pid}-${++requests}`,
    ResourceProperties: {
      ContentTag: data.ContentTag,
      Stages: [{ Builds: [{ Project: ARM, Name: 'linux/arm64' }] }, { Builds: [{ Project: PUBLISH, Name: 'publish' }] }],
    },
    ...more,
  };
}

/** Polls until there is an answer. */
async function run(request: object): Promise<any> {
  const answer = await handlers.onEvent(request);
  for (let polls = 0; polls < 10; polls++) {
    const { IsComplete, Data } = await handlers.isComplete({ ...request, ...answer });
    if (IsComplete) {
      return Data;
    }
  }
  throw new Error('it was never complete');
}

const count = (operation: string) => proxy.operations.filter(name => name === operation).length;

test('an image of two stages', async () => {
  expect(await run(event())).toEqual(data);
  expect(count('StartBuild')).toBe(2);
});

test('every operation is throttled, then answers 500', async () => {
  const faults: [number, string][] = [[400, 'ThrottlingException'], [500, 'InternalFailure']];
  proxy.faults = { ListBuildsForProject: [...faults], BatchGetBuilds: [...faults], StartBuild: [...faults] };
  expect(await run(event())).toEqual(data);
  expect(proxy.faults).toEqual({ ListBuildsForProject: [], BatchGetBuilds: [], StartBuild: [] });
  expect(started.size).toBe(2);
});

test('an event that is delivered again starts nothing', async () => {
  const request = event();
  await run(request);
  expect(await run(request)).toEqual(data);
  expect(count('StartBuild')).toBe(2);
});

test.each(['FAILED', 'FAULT', 'TIMED_OUT', 'STOPPED'])('a build that ends as %s, with the lines of its log', async status => {
  statuses = { '0/0': status };
  const lines = ['the gate test failed', '| not ok 1', 'build: https://us-east-1.console.aws.amazon.com/codesuite/codebuild/'];
  const error = await run(event()).catch(caught => caught);
  expect(error.message).toContain(`linux/arm64 failed (${status})`);
  lines.forEach(line => expect(error.message).toContain(line));
  expect(count('StartBuild')).toBe(1);
});

test('a build that runs is asked for again', async () => {
  const request = event();
  const answer = await handlers.onEvent(request);
  statuses = { '0/0': 'IN_PROGRESS' };
  expect(await handlers.isComplete({ ...request, ...answer })).toEqual({ IsComplete: false });
  statuses = {};
  expect(await run(request)).toEqual(data);
});

test('a log that cannot be read', async () => {
  statuses = { '0/0': 'FAILED' };
  proxy.faults.GetLogEvents = Array(2).fill([400, 'AccessDeniedException']);
  await expect(run(event())).rejects.toThrow(/^linux\/arm64 failed \(FAILED\)\n.*build: https/s);
});

test('a deletion stops what runs, and succeeds without the projects', async () => {
  await handlers.onEvent(event());
  statuses = { '0/0': 'IN_PROGRESS' };
  const remove = event({ RequestType: 'Delete', PhysicalResourceId: 'id' });
  expect(await handlers.onEvent(remove)).toMatchObject({ PhysicalResourceId: 'id' });
  expect(count('StopBuild')).toBe(1);
  for (const name of [ARM, PUBLISH]) {
    await codeBuild.send(new DeleteProjectCommand({ name }));
  }
  expect(await handlers.onEvent(remove)).toMatchObject({ PhysicalResourceId: 'id' });
  expect(await handlers.isComplete(remove)).toEqual({ IsComplete: true });
  await expect(handlers.onEvent(event())).rejects.toThrow(/could not be/);
});
