import { createHash } from 'crypto';
import { ResourceEvent, resourceIdOf } from '../../../lib/handlers/image-builds/event';
import { isComplete } from '../../../lib/handlers/image-builds/is-complete';
import { onEvent } from '../../../lib/handlers/image-builds/on-event';
import { awsServices, Services } from '../../../lib/handlers/image-builds/services';
import { DIGEST, environmentFor, FakeAws } from './fake-aws';
import { CONTENT_TAG, oneBuild, properties, request } from './request';

const MINUTE = 60_000;
const before = { ...process.env };
let aws: FakeAws;
let services: Services;
let slept: number[];
let printed: jest.SpyInstance;

beforeAll(async () => {
  aws = await FakeAws.start();
  Object.assign(process.env, environmentFor(aws.endpoint));
  services = { ...awsServices(), now: () => aws.now, sleep: async milliseconds => void slept.push(milliseconds) };
});
beforeEach(() => {
  aws.reset();
  slept = [];
  printed = jest.spyOn(console, 'log').mockImplementation();
});
afterEach(() => {
  const output = JSON.stringify(printed.mock.calls);
  printed.mockRestore();
  expect(output).not.toContain('response.invalid');
});
afterAll(async () => {
  services.codeBuild.destroy();
  services.logs.destroy();
  process.env = before;
  await aws.stop();
});

/** The event of a request, with what `onEvent` answered, as `isComplete` gets it. */
async function begin(event: ResourceEvent): Promise<ResourceEvent> {
  return { ...event, ...await onEvent(services, event) };
}

/** Why `isComplete` fails. */
async function failure(event: ResourceEvent): Promise<string> {
  const error = await isComplete(services, event).catch((caught: Error) => caught);
  if (!(error instanceof Error)) {
    throw new Error(`it did not fail but answered ${JSON.stringify(error)}`);
  }
  expect(error.stack!.split('\n')).toHaveLength(1); // or the framework repeats the message
  return error.message;
}

const statuses = () => aws.builds.map(({ variables, status }) => `${variables.BUILD_KEY} ${status}`);

describe('a request to create', () => {
  test('starts the builds of the first stage with all that the buildspecs read', async () => {
    // WHEN
    const event = request();
    expect(await onEvent(services, event)).toEqual({ PhysicalResourceId: resourceIdOf(event) });

    // THEN
    expect(aws.inputs('StartBuild')).toHaveLength(2);
    const [first, second] = aws.inputs('StartBuild');
    expect(first).toMatchObject({ projectName: 'p-arm64', sourceLocationOverride: 'bucket/key.zip' });
    expect(first.environmentVariablesOverride).toEqual(Object.entries({
      PLATFORM: 'linux/arm64', TAG_SUFFIX: '', CONTENT_TAG, REQUEST_ID: 'request-1', RESOURCE_ID: resourceIdOf(event), BUILD_KEY: '0/0',
    }).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' })));
    expect(second.environmentVariablesOverride).toContainEqual({ name: 'BUILD_KEY', value: '0/1', type: 'PLAINTEXT' });
    expect(first.idempotencyToken).toMatch(/^[0-9a-f]{64}$/);
    expect(second.idempotencyToken).not.toBe(first.idempotencyToken);
  });

  test('runs the second stage after the first, and answers with the digest of the last', async () => {
    const event = await begin(request());
    const poll = () => isComplete(services, event);
    expect(await poll()).toEqual({ IsComplete: false });
    aws.end('0/0');
    expect(await poll()).toEqual({ IsComplete: false });
    expect(statuses()).toEqual(['0/0 SUCCEEDED', '0/1 IN_PROGRESS']);
    aws.end('0/1');
    expect(await poll()).toEqual({ IsComplete: false });
    expect(await poll()).toEqual({ IsComplete: false });
    expect(statuses()).toEqual(['0/0 SUCCEEDED', '0/1 SUCCEEDED', '1/0 IN_PROGRESS']);
    expect(aws.inputs('StartBuild')[2]).not.toHaveProperty('sourceLocationOverride');
    aws.end('1/0', 'SUCCEEDED', `sha256:${'cd'.repeat(32)}`);
    expect(await poll()).toEqual({ IsComplete: true, Data: { ContentTag: CONTENT_TAG, DigestHex: 'cd'.repeat(32) } });
  });

  test('gives the build arguments to the first stage only, whatever they hold', async () => {
    const buildArgs = { B: 'two\nlines "quoted" $(id)', A: 'ü' };
    const event = await begin(request({ ResourceProperties: properties({ BuildArgs: buildArgs }) }));
    ['0/0', '0/1'].forEach(key => aws.end(key));
    await isComplete(services, event);
    expect(JSON.parse(aws.build('0/0').variables.BUILD_ARGS)).toEqual(buildArgs);
    expect(JSON.parse(aws.build('0/1').variables.BUILD_ARGS)).toEqual(buildArgs);
    expect(aws.build('1/0').variables).not.toHaveProperty('BUILD_ARGS');
    expect(aws.build('1/0').variables.CONTENT_TAG).toBe(CONTENT_TAG);
  });

  test('derives the content tag from build arguments that were not known before', async () => {
    const derive = (buildArgs: Record<string, string>) => request({ ResourceProperties: oneBuild({ DeriveTag: 'true', BuildArgs: buildArgs }) });
    const event = await begin(derive({ Z: '1', A: 'value' }));
    const expected = createHash('sha256').update(`${CONTENT_TAG}\n[["A","value"],["Z","1"]]`).digest('hex').slice(0, 32);
    expect(aws.build('0/0').variables.CONTENT_TAG).toBe(expected);
    aws.end('0/0');
    expect(await isComplete(services, event)).toEqual({ IsComplete: true, Data: { ContentTag: expected, DigestHex: DIGEST.slice(7) } });
  });

  test('is the same tag in whatever order the arguments arrive, and another for other values', async () => {
    const tags = [];
    for (const [index, buildArgs] of [{ A: '1', B: '2' }, { B: '2', A: '1' }, { A: '1', B: '3' }].entries()) {
      await onEvent(services, request({ RequestId: `${index}`, ResourceProperties: oneBuild({ DeriveTag: 'true', BuildArgs: buildArgs }) }));
      tags.push(aws.build('0/0').variables.CONTENT_TAG);
    }
    expect(tags[0]).toBe(tags[1]);
    expect(tags[2]).not.toBe(tags[1]);
  });

  test.each([
    ['no content tag', { ContentTag: undefined }, 'ContentTag must be a string that is not empty, received nothing'],
    ['a content tag that is none', { ContentTag: 'v1' }, 'ContentTag must be 32 hexadecimal digits, received "v1"'],
    ['another word than true', { DeriveTag: 'yes' }, 'DeriveTag must be "true" or not be there, received "yes"'],
    ['no stages', { Stages: [] }, 'Stages must be a list with at least one item, received []'],
    ['a stage without builds', { Stages: [{}] }, 'Stages[0].Builds must be a list with at least one item, received nothing'],
    ['a build without a project', { Stages: [{ Builds: [{ Name: 'x' }] }] }, 'Stages[0].Builds[0].Project must be a string that is not empty, received nothing'],
    ['a stage that is none', { Stages: ['x'] }, 'Stages[0] must be an object, received a value of type string'],
    ['a variable of ours', { Stages: [{ Builds: [{ Project: 'p', Name: 'x', Environment: { REQUEST_ID: '1' } }] }] },
      'Stages[0].Builds[0].Environment must not hold REQUEST_ID: the handler sets it'],
    ['an argument that is no string', { BuildArgs: { A: { secret: 1 } } }, 'BuildArgs.A must be a string, received a value of type object'],
  ])('is refused with %s', async (_what, wrong, message) => {
    await expect(onEvent(services, request({ ResourceProperties: properties(wrong) }))).rejects.toThrow(message);
    expect(aws.calls).toEqual([]);
  });
});

describe('an event that arrives twice', () => {
  test('starts each build once, at the same time or later', async () => {
    await Promise.all([onEvent(services, request()), onEvent(services, request())]);
    aws.now += 10 * MINUTE; // the token is forgotten, the builds are found
    (aws as any).tokens = {};
    await onEvent(services, request());
    expect(statuses().sort()).toEqual(['0/0 IN_PROGRESS', '0/1 IN_PROGRESS']);
  });

  test('starts nothing again once a build has failed', async () => {
    const event = await begin(request());
    aws.end('0/0', 'FAILED');
    await failure(event);
    await onEvent(services, request());
    expect(statuses()).toEqual(['0/0 FAILED', '0/1 STOPPED']);
  });

  test('gives the same reason when it is polled again', async () => {
    const event = await begin(request());
    aws.end('0/1', 'FAILED');
    expect(await failure(event)).toBe(await failure(event));
  });

  test('finds its builds behind more than a hundred others, and does not read what is old', async () => {
    aws.addForeign('p-arm64', 250, aws.now - 24 * 60 * MINUTE);
    aws.addForeign('p-arm64', 50);
    aws.now += MINUTE;
    await onEvent(services, request());
    aws.now += MINUTE;
    aws.addForeign('p-arm64', 150);
    (aws as any).tokens = {};
    aws.calls = [];

    await onEvent(services, request());

    expect(aws.inputs('StartBuild')).toEqual([]);
    expect(aws.inputs('ListBuildsForProject').filter(({ projectName }) => projectName === 'p-arm64')).toHaveLength(3);
  });
});

describe('a build that ends without success', () => {
  test.each([
    ['FAILED', /^linux\/arm64 failed \(FAILED\)/],
    ['FAULT', /^linux\/arm64 failed \(FAULT\): CodeBuild itself failed; deploy again/],
    ['TIMED_OUT', /^linux\/arm64 failed \(TIMED_OUT\): it reached the timeout of its project; raise `timeout`/],
    ['STOPPED', /^linux\/arm64 failed \(STOPPED\): it was stopped outside of this deployment/],
    ['SOMETHING_NEW', /^linux\/arm64 failed \(SOMETHING_NEW\)/],
  ])('%s: the others are stopped, and the reason says so', async (status, expected) => {
    const event = await begin(request());
    aws.end('0/0', status);
    expect(await failure(event)).toMatch(expected);
    expect(statuses()).toEqual([`0/0 ${status}`, '0/1 STOPPED']);
    expect(aws.inputs('StartBuild')).toHaveLength(2);
  });

  test('is told from those that were stopped because of it', async () => {
    const event = await begin(request());
    aws.end('0/0', 'STOPPED');
    aws.end('0/1', 'FAILED');
    expect(await failure(event)).toMatch(/^linux\/amd64 failed \(FAILED\)/);
  });

  test('in the second stage fails too', async () => {
    const event = await begin(request());
    ['0/0', '0/1'].forEach(key => aws.end(key));
    await isComplete(services, event);
    aws.end('1/0', 'FAILED');
    expect(await failure(event)).toMatch(/^publish failed \(FAILED\)/);
  });

  test('fails even if the others cannot be stopped', async () => {
    const event = await begin(request());
    aws.end('0/0', 'FAILED');
    aws.faults.StopBuild = [{ type: 'InvalidInputException' }];
    expect(await failure(event)).toMatch(/^linux\/arm64 failed/);
  });
});

describe('a build that succeeds', () => {
  test.each([['no digest', undefined], ['half a digest', 'sha256:abc'], ['a tag', 'latest'], ['nothing', '']])('with %s is a failure', async (_what, digest) => {
    const event = await begin(request({ ResourceProperties: oneBuild() }));
    aws.end('0/0', 'SUCCEEDED');
    aws.build('0/0').digest = digest;
    expect(await failure(event)).toMatch(/^linux\/arm64 succeeded, but its build p-arm64:0 exported no digest as IMAGE_DIGEST/);
  });
});

describe('a build that CodeBuild refuses to start', () => {
  test.each([
    ['AccountLimitExceededException', 'Cannot have more than 1 builds in queue for the account', /; ask for a higher quota of concurrently running builds/],
    ['InvalidInputException', 'Invalid environment variables', /; change what the message names/],
    ['ResourceNotFoundException', 'Project cannot be found', /; the project was deleted outside of the stack/],
    ['SomethingElse', 'no', /SomethingElse: no$/],
  ])('for %s fails with the reason, and stops what was started', async (type, message, advice) => {
    const start = (aws as any).doStartBuild.bind(aws);
    (aws as any).doStartBuild = (input: any) => input.projectName === 'p-amd64' ? { type, message } : start(input);
    try {
      const error = await onEvent(services, request()).catch(caught => caught);
      expect(error.message).toContain(`linux/amd64 could not be started in the CodeBuild project p-amd64: ${type}: ${message}`);
      expect(error.message).toMatch(advice);
      expect(statuses()).toEqual(['0/0 STOPPED']);
    } finally {
      delete (aws as any).doStartBuild;
    }
  });

  test('in the second stage fails the request', async () => {
    const event = await begin(request());
    ['0/0', '0/1'].forEach(key => aws.end(key));
    aws.faults.StartBuild = [{ type: 'AccountLimitExceededException' }];
    expect(await failure(event)).toMatch(/^publish could not be started in the CodeBuild project p-publish: AccountLimitExceededException/);
  });

  test('whose project is gone fails with its name', async () => {
    aws.projects = [];
    await expect(onEvent(services, request())).rejects.toThrow(/CodeBuild project p-arm64 could not be read: ResourceNotFoundException.*deleted outside/);
  });
});

describe('a service that is not well', () => {
  test('throttles and answers 500: the SDK asks again', async () => {
    const faults = [{ type: 'ThrottlingException', message: 'Rate exceeded' }, { type: 'InternalFailure', status: 500 }];
    aws.faults = { ListBuildsForProject: [...faults], BatchGetBuilds: [...faults], StartBuild: [...faults] };
    const event = await begin(request({ ResourceProperties: oneBuild() }));
    expect(statuses()).toEqual(['0/0 IN_PROGRESS']);
    expect(await isComplete(services, event)).toEqual({ IsComplete: false });
    expect(aws.faults).toEqual({ ListBuildsForProject: [], BatchGetBuilds: [], StartBuild: [] });
  });

  test('stays away: the polls ask on, and start what is missing', async () => {
    const impatient: Services = { ...services, codeBuild: new (services.codeBuild.constructor as any)({ maxAttempts: 1 }) };
    aws.faults.StartBuild = [{ type: 'ThrottlingException' }];
    const event = request({ ResourceProperties: oneBuild() });
    const answer = await onEvent(impatient, event);
    expect(aws.builds).toEqual([]);
    aws.faults.ListBuildsForProject = [{ type: 'InternalFailure', status: 503 }];
    expect(await isComplete(impatient, { ...event, ...answer })).toEqual({ IsComplete: false });
    expect(aws.builds).toEqual([]);
    expect(await isComplete(impatient, { ...event, ...answer })).toEqual({ IsComplete: false });
    expect(statuses()).toEqual(['0/0 IN_PROGRESS']);
    impatient.codeBuild.destroy();
  });

  test('does not know of the new permissions yet: they are waited for', async () => {
    const denied = { type: 'AccessDeniedException', message: 'not authorized' };
    aws.faults = { ListBuildsForProject: [denied, denied], StartBuild: [denied] };
    await onEvent(services, request({ ResourceProperties: oneBuild() }));
    expect(statuses()).toEqual(['0/0 IN_PROGRESS']);
    expect(slept).toEqual([1_000, 2_000, 1_000]);
  });

  test('never permits it: the reason says so', async () => {
    aws.faults.StartBuild = Array(10).fill({ type: 'AccessDeniedException', message: 'not authorized to perform codebuild:StartBuild' });
    await expect(onEvent(services, request())).rejects.toThrow(/linux\/arm64 could not be started.*not authorized.*permissions boundary/);
    expect(aws.builds).toEqual([]);
  });
});

describe('a request to update', () => {
  const update = (more: object = {}) => request({ RequestType: 'Update', RequestId: 'request-2', PhysicalResourceId: 'as-it-was', ...more });

  test('keeps the physical id and starts builds of its own', async () => {
    const first = await begin(request({ ResourceProperties: oneBuild() }));
    aws.end('0/0');
    await isComplete(services, first);
    expect(await onEvent(services, update({ ResourceProperties: oneBuild() }))).toEqual({ PhysicalResourceId: 'as-it-was' });
    expect(aws.builds.map(({ variables }) => variables.REQUEST_ID)).toEqual(['request-1', 'request-2']);
  });

  test('after an update that failed brings back what was there', async () => {
    const before_ = oneBuild();
    const after = oneBuild({ ContentTag: 'f'.repeat(32) });
    const failing = await begin(update({ ResourceProperties: after, OldResourceProperties: before_ }));
    aws.end('0/0', 'FAILED');
    await failure(failing);
    const rollback = await begin(update({ RequestId: 'request-3', ResourceProperties: before_, OldResourceProperties: after }));
    aws.end('0/0');
    expect(await isComplete(services, rollback)).toEqual({ IsComplete: true, Data: { ContentTag: CONTENT_TAG, DigestHex: DIGEST.slice(7) } });
  });

  test('stops what an earlier request left running, in the projects of then too', async () => {
    const earlier = await begin(request({ ResourceProperties: properties({ Stages: [{ Builds: [
      { Project: 'p-arm64', Name: 'a' }, { Project: 'p-amd64', Name: 'b' },
    ] }] }) }));
    await onEvent(services, update({ ResourceProperties: oneBuild(), OldResourceProperties: earlier.ResourceProperties }));
    expect(aws.builds.map(({ variables, status }) => `${variables.REQUEST_ID} ${status}`))
      .toEqual(['request-1 STOPPED', 'request-1 STOPPED', 'request-2 IN_PROGRESS']);
    expect(await failure(earlier)).toMatch(/^CloudFormation has sent another request for this resource/);
  });

  test('leaves the builds of other resources alone', async () => {
    await onEvent(services, request({ LogicalResourceId: 'Other', ResourceProperties: oneBuild() }));
    await onEvent(services, request({ StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Stack/2', ResourceProperties: oneBuild() }));
    await onEvent(services, update({ ResourceProperties: oneBuild() }));
    expect(aws.builds.map(({ status }) => status)).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'IN_PROGRESS']);
  });

  test('whose event is delivered again later does not stop what came after it', async () => {
    const first = request({ ResourceProperties: oneBuild() });
    await onEvent(services, first);
    aws.end('0/0');
    await onEvent(services, update({ ResourceProperties: oneBuild() }));
    await onEvent(services, first);
    expect(aws.builds.map(({ status }) => status)).toEqual(['SUCCEEDED', 'IN_PROGRESS']);
  });
});

describe('a request to delete', () => {
  const remove = (more: object = {}) => request({ RequestType: 'Delete', RequestId: 'request-9', PhysicalResourceId: 'any id', ...more });

  test('stops what still runs and starts nothing', async () => {
    await onEvent(services, request());
    aws.end('0/0');
    expect(await onEvent(services, remove())).toEqual({ PhysicalResourceId: 'any id' });
    expect(statuses()).toEqual(['0/0 SUCCEEDED', '0/1 STOPPED']);
    expect(await isComplete(services, remove())).toEqual({ IsComplete: true });
    expect(aws.inputs('StartBuild')).toHaveLength(2);
  });

  test.each([
    ['the projects are gone', () => { aws.projects = []; }, {}],
    ['the permissions are gone', () => { aws.faults.ListBuildsForProject = Array(30).fill({ type: 'AccessDeniedException' }); }, {}],
    ['the properties cannot be read', () => {}, { ResourceProperties: { Stages: 'x' } }],
    ['there are no properties', () => {}, { ResourceProperties: undefined }],
  ])('succeeds when %s', async (_what, prepare, more) => {
    prepare();
    expect(await onEvent(services, remove(more))).toEqual({ PhysicalResourceId: 'any id' });
    expect(await isComplete(services, remove(more))).toEqual({ IsComplete: true });
    expect(slept).toEqual([]);
  });
});

describe('time', () => {
  test('is up after 55 minutes: the builds are stopped and the reason says what to do', async () => {
    const event = await begin(request());
    aws.end('0/0');
    aws.now += 54 * MINUTE;
    expect(await isComplete(services, event)).toEqual({ IsComplete: false });
    aws.now += MINUTE;
    expect(await failure(event)).toBe([
      'linux/amd64 has not ended 55 minutes after the first build was started. CloudFormation waits for an hour at most, so the builds were stopped.',
      'Give the build less to do (fewer gates, a larger compute type, a cache), or set `timeout` to have it end earlier with a report of its own.',
      'build: https://eu-west-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/p-amd64/build/p-amd64%3A1/?region=eu-west-1',
    ].join('\n'));
    expect(statuses()).toEqual(['0/0 SUCCEEDED', '0/1 STOPPED']);
  });

  test('counts from the first stage, and the second is not started when it is up', async () => {
    const event = await begin(request());
    aws.now += 56 * MINUTE;
    ['0/0', '0/1'].forEach(key => aws.end(key));
    expect(await failure(event)).toMatch(/^publish has not ended 56 minutes/);
    expect(aws.inputs('StartBuild')).toHaveLength(2);
  });

  test('is up for a build that waits in the queue too', async () => {
    const event = await begin(request({ ResourceProperties: oneBuild() }));
    aws.build('0/0').currentPhase = 'QUEUED';
    aws.now += 55 * MINUTE;
    expect(await failure(event)).toMatch(/^linux\/arm64 still waits for its turn 55 minutes after.*quota/);
  });

  test('does not matter for what has succeeded', async () => {
    const event = await begin(request({ ResourceProperties: oneBuild() }));
    aws.end('0/0');
    aws.now += 58 * MINUTE;
    expect(await isComplete(services, event)).toMatchObject({ IsComplete: true });
  });
});
