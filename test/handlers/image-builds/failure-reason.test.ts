import { Build } from '@aws-sdk/client-codebuild';
import { consoleLink, failureReason } from '../../../lib/handlers/image-builds/failure-reason';
import { awsServices, Services } from '../../../lib/handlers/image-builds/services';
import { environmentFor, FakeAws } from './fake-aws';

const ARN = 'arn:aws:codebuild:eu-west-1:111122223333:build/p:1';
const LINK = 'build: https://eu-west-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/p/build/p%3A1/?region=eu-west-1';
const before = { ...process.env };
let aws: FakeAws;
let services: Services;
let slept = 0;

beforeAll(async () => {
  aws = await FakeAws.start();
  Object.assign(process.env, environmentFor(aws.endpoint));
  services = { ...awsServices(), sleep: async () => { slept += 1; } };
});
beforeEach(() => {
  aws.reset();
  slept = 0;
  jest.spyOn(console, 'log').mockImplementation();
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  services.logs.destroy();
  process.env = before;
  await aws.stop();
});

function reason(build: Partial<Build> = {}): Promise<string> {
  return failureReason(services, 'linux/arm64', {
    id: 'p:1', arn: ARN, buildStatus: 'FAILED', logs: { groupName: 'group', streamName: 'stream' }, ...build,
  });
}

/** The log of the build: one event a line, each with its line end, as CodeBuild writes it. */
function log(...lines: string[]): void {
  aws.logs.stream = lines.map(line => `${line}\n`);
}

describe('the reason of a failure', () => {
  test('is what the buildspec wrote last, in order, with the link to the build', async () => {
    log(
      '[Container] 2030/01/01 00:00:00 Running command : echo "nodejs-image: error: not this"',
      'nodejs-image: error: an earlier one',
      'nodejs-image: | of no use',
      'nodejs-image: error: the gate test failed with exit code 1',
      'nodejs-image: | not ok 1 - answers',
      'nodejs-image: |',
      'nodejs-image: |   expected 200',
      '[Container] 2030/01/01 00:00:01 Phase complete: BUILD State: FAILED',
      '[Container] 2030/01/01 00:00:01 Phase context status code: COMMAND_EXECUTION_ERROR',
    );
    expect(await reason({ phases: [{ phaseType: 'BUILD', phaseStatus: 'FAILED', contexts: [{ message: 'not needed' }] }] })).toBe([
      'linux/arm64 failed (FAILED): the gate test failed with exit code 1',
      '| not ok 1 - answers',
      '| ',
      '|   expected 200',
      LINK,
    ].join('\n'));
    expect(slept).toBe(0);
  });

  test('links the log, too, which is still there when the stack has been rolled back', async () => {
    log('nodejs-image: error: the reason');
    const deepLink = 'https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/group/log-events/stream';
    expect(await reason({ logs: { groupName: 'group', streamName: 'stream', deepLink } })).toBe(`linux/arm64 failed (FAILED): the reason\nlog: ${deepLink}\n${LINK}`);
    // CodeBuild gives an address also where there is no log
    expect(await reason({ logs: { deepLink } })).not.toContain('log: ');
  });

  test('is found behind much that CodeBuild wrote, and before it', async () => {
    const noise = Array.from({ length: 300 }, (_, index) => `[Container] line ${index}`);
    log(...noise, ...noise, 'nodejs-image: error: the reason', 'nodejs-image: | a line', ...noise);
    expect(await reason()).toBe(`linux/arm64 failed (FAILED): the reason\n| a line\n${LINK}`);
  });

  test('keeps what the status means', async () => {
    log('nodejs-image: error: the push was interrupted');
    expect(await reason({ buildStatus: 'TIMED_OUT' })).toMatch(/^linux\/arm64 failed \(TIMED_OUT\): it reached the timeout.*: the push was interrupted\n/);
  });

  test('has no colors and no control characters', async () => {
    log('nodejs-image: error: \u001b[31mred\u001b[0m \u0007bell', 'nodejs-image: | \u001b[1;32mok\u001b[0m\r');
    expect(await reason()).toBe(`linux/arm64 failed (FAILED): red bell\n| ok\n${LINK}`);
  });

  test('without a marker is what the phases say, with the last lines of the log', async () => {
    log(...Array.from({ length: 30 }, (_, index) => `line ${index}`), '');
    const phases = [
      { phaseType: 'SUBMITTED' as const, phaseStatus: 'SUCCEEDED' as const, contexts: [{ message: 'fine' }] },
      { phaseType: 'PROVISIONING' as const, phaseStatus: 'FAULT' as const, contexts: [{ statusCode: 'ACCESS_DENIED', message: 'the role is wrong' }] },
      { phaseType: 'BUILD' as const, phaseStatus: 'FAILED' as const },
      { phaseType: 'COMPLETED' as const },
    ];
    expect(await reason({ phases })).toBe([
      'linux/arm64 failed (FAILED)',
      'phase PROVISIONING FAULT: ACCESS_DENIED: the role is wrong',
      'phase BUILD FAILED',
      ...Array.from({ length: 10 }, (_, index) => `| line ${20 + index}`),
      LINK,
    ].join('\n'));
    expect(slept).toBe(1); // the log may be late
  });

  test('waits for a log that is late', async () => {
    log('[Container] Phase complete');
    services = { ...services, sleep: async () => log('nodejs-image: error: the reason') };
    expect(await reason()).toBe(`linux/arm64 failed (FAILED): the reason\n${LINK}`);
    services = { ...services, sleep: async () => { slept += 1; } };
  });

  test.each<[string, Partial<Build>, any]>([
    ['the logs are disabled', { logs: { cloudWatchLogs: { status: 'DISABLED' } } }, undefined],
    ['nothing is known of logs', { logs: undefined }, undefined],
    ['the stream was never made', {}, undefined],
    ['the log may not be read', {}, { type: 'AccessDeniedException' }],
    ['the log group is not to be read at all', {}, { type: 'InvalidParameterException' }],
  ])('is there when %s', async (_what, build, fault) => {
    aws.faults.GetLogEvents = fault ? [fault, fault] : [];
    const phases = [{ phaseType: 'DOWNLOAD_SOURCE' as const, phaseStatus: 'FAILED' as const, contexts: [{ message: 'no such key' }] }];
    expect(await reason({ phases, ...build })).toBe(`linux/arm64 failed (FAILED)\nphase DOWNLOAD_SOURCE FAILED: no such key\n${LINK}`);
  });

  test.each([
    ['long lines', 'x'.repeat(5_000)],
    ['quotes', '"\\'.repeat(300)],
    ['characters of several bytes', '漢'.repeat(400)],
    ['characters of two code units', '😀'.repeat(400)],
  ])('has room in the answer to CloudFormation with %s', async (_what, text) => {
    log(`nodejs-image: error: ${text}`, ...Array.from({ length: 20 }, (_, index) => `nodejs-image: | ${index} ${text}`));
    const phases = Array.from({ length: 10 }, () => ({ phaseType: 'BUILD' as const, phaseStatus: 'FAILED' as const, contexts: [{ message: text }] }));
    for (const result of [await reason({ phases }), await reason({ phases, logs: undefined })]) {
      expect(result.length).toBeLessThanOrEqual(1_800);
      expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(3_000);
      expect(result.startsWith('linux/arm64 failed (FAILED)')).toBe(true);
      expect(result.endsWith(LINK)).toBe(true);
      expect(Buffer.from(result).toString()).toBe(result); // no half characters
    }
  });

  test('leaves out the first lines of a log that is too long, not the last', async () => {
    log('nodejs-image: error: the reason', ...Array.from({ length: 20 }, (_, index) => `nodejs-image: | ${index} ${'x'.repeat(150)}`));
    const lines = (await reason()).split('\n');
    expect(lines[0]).toBe('linux/arm64 failed (FAILED): the reason');
    expect(lines.slice(1, -1).map(line => Number(line.split(' ')[1]))).toEqual(Array.from({ length: 20 }, (_, index) => index).slice(-(lines.length - 2)));
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.length).toBeLessThan(20);
  });
});

describe('the link to a build', () => {
  test.each([
    ['arn:aws:codebuild:us-east-1:111122223333:build/a-b_c:01-23',
      'https://us-east-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/a-b_c/build/a-b_c%3A01-23/?region=us-east-1'],
    ['arn:aws-cn:codebuild:cn-north-1:111122223333:build/p:1',
      'https://cn-north-1.console.amazonaws.cn/codesuite/codebuild/111122223333/projects/p/build/p%3A1/?region=cn-north-1'],
    ['arn:aws-us-gov:codebuild:us-gov-west-1:111122223333:build/p:1',
      'https://us-gov-west-1.console.amazonaws-us-gov.com/codesuite/codebuild/111122223333/projects/p/build/p%3A1/?region=us-gov-west-1'],
    ['arn:aws-elsewhere:codebuild:x:111122223333:build/p:1', undefined],
    ['nonsense', undefined],
    [undefined, undefined],
  ])('%s', (arn, link) => {
    expect(consoleLink(arn)).toBe(link);
  });
});
