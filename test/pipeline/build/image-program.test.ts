import { WORK_DIRECTORY } from '../../../lib/steps/step-program';
import { awsCalls, callsOf, inputsOf, PUSHED_DIGEST, ScriptedRun } from '../../shell/scripted-run';
import { CONTENT_TAG, ImageRun, recordedAs, REPOSITORY, runImage } from './run-image';

const OTHER = `sha256:${'b'.repeat(64)}`;
const TAGS = [{ tag: '1.4.2', moving: false }, { tag: 'main', moving: true }];
const contentTag = (variables: Record<string, string> = {}): string => runImage({ variables }).exported.CONTENT_TAG;
const eventsOf = (run: ScriptedRun): any[] => inputsOf(run, 'cloudwatch-logs', 'PutLogEvents').map(({ logEvents }) => logEvents);
const tagsPut = (run: ImageRun): string[] => callsOf(runImage(run), 'docker', 'buildx', 'imagetools', 'create').map(call => call[6]);

describe('the context', () => {
  test('is made by the program of the plan, and built', () => {
    const run = runImage();

    expect(run.status).toBe(0);
    expect(run.calls.slice(0, 3).map(call => call.slice(0, 5).map(word => word.replace(/^.*\.nodejs-image/, '')))).toEqual([
      ['aws', 's3', 'GetObject', '{"Bucket":"bucket","Key":"plan.zip"}', '{}'], ['unzip', '-q', '/plan.zip', '-d', '/plan'], ['node', '/plan/index.js'],
    ]);
    expect(callsOf(run, 'docker', 'buildx', 'build').map(call => call.at(-1))).toEqual([expect.stringContaining(`${WORK_DIRECTORY}/context`)]);
    expect(callsOf(run, 'docker', 'push')).toEqual([['docker', 'push', `${REPOSITORY}:${CONTENT_TAG}`]]);
  });

  test('is of the commit that the pipeline gives, or else that of the build', () => {
    const CODEBUILD_RESOLVED_SOURCE_VERSION = 'c0ffee';

    expect(runImage({ variables: { CODEBUILD_RESOLVED_SOURCE_VERSION } }).log).toContain('of the commit c0ffee\n');
    expect(runImage({ variables: { CODEBUILD_RESOLVED_SOURCE_VERSION, SOURCE_VERSION: 'beef' } }).log).toContain('of the commit beef\n');
  });

  test('a plan that cannot be read is asked for three times, and then the error has the words of AWS', () => {
    const run = runImage({ script: { 's3 GetObject': [{ error: '(AccessDenied) when calling the GetObject operation: Access Denied' }] } });

    expect(run.status).toBe(1);
    expect(run.calls.map(call => call.slice(0, 3).join(' '))).toEqual(['aws s3 GetObject', 'aws s3 GetObject', 'aws s3 GetObject']);
    expect(run.log).toBe('nodejs-image: error: cannot read the plan of the image from bucket/plan.zip\n'
      + 'nodejs-image: | An error occurred (AccessDenied): Access Denied\n');
  });

  test('a plan that can be read at last is none', () => {
    expect(runImage({ script: { 's3 GetObject': [{ error: '503' }, { error: '503' }, {}] } }).status).toBe(0);
  });

  test('what the program says of an error is one line, with the rest after it', () => {
    const run = runImage({ variables: { CONTEXT_STATUS: '1', CONTEXT_ERROR: 'the source no longer fits "it"\nfirst\r\nlast $(touch pwned)\n' } });

    expect([run.status, run.files]).toEqual([1, [WORK_DIRECTORY]]);
    expect(run.log).toBe('nodejs-image: error: the source no longer fits "it"\nnodejs-image: | first\nnodejs-image: | last $(touch pwned)\n');
    expect(callsOf(run, 'docker')).toEqual([]);
  });

  test('a program that ends without a word has an error, too', () => {
    const run = runImage({ variables: { CONTEXT_STATUS: '137', CONTEXT_ERROR: '' } });

    expect([run.status, run.log]).toEqual([1, 'nodejs-image: error: the program that makes the build context ended with 137 and said nothing\n']);
  });

  test('what it does not tell is an error', () => {
    expect(runImage({ result: { gates: undefined } })).toMatchObject({ status: 1, exported: {} });
    const { said } = runImage({ result: { contentTag: undefined } });

    expect(said).toEqual(['error: the program that makes the build context did not tell CONTENT_TAG']);
  });
});

describe('the tag of the content', () => {
  test('is that of the sources, whatever else is given', () => {
    expect(contentTag()).toBe(CONTENT_TAG);
    expect(contentTag({ TAG_SUFFIX: '-amd64', BUILD_ARGS: '{"A":"b"}', PLATFORM: 'linux/arm64', RELEASE: 'true' })).toBe(CONTENT_TAG);
    expect(contentTag({ DERIVE_ARGS: '', DERIVE_FROM: '' })).toBe(CONTENT_TAG);
  });

  test('changes with the arguments and the base images that are known only now, and with each of them', () => {
    const given: Record<string, string>[] = [
      { DERIVE_ARGS: '{"A":"b"}' }, { DERIVE_ARGS: '{"A":"c"}' }, { DERIVE_FROM: 'a' }, { DERIVE_FROM: 'b' },
      { DERIVE_ARGS: '{"A":"b"}', DERIVE_FROM: 'a' }, { DERIVE_ARGS: '{"A":"b  c"}' }, { DERIVE_ARGS: '{"A":"b c"}' },
    ];
    const tags = given.map(variables => contentTag(variables));

    expect(tags).toEqual(tags.map(() => expect.stringMatching(/^[0-9a-f]{32}$/)));
    expect(new Set([CONTENT_TAG, ...tags]).size).toBe(1 + given.length);
    expect(contentTag(given[4])).toBe(tags[4]);
  });

  test('is that by which the image is pushed', () => {
    const run = runImage({ variables: { DERIVE_FROM: 'a' } });

    expect(callsOf(run, 'docker', 'push')).toEqual([['docker', 'push', `${REPOSITORY}:${run.exported.CONTENT_TAG}`]]);
  });

  test('is the one among the release tags, too: other base images make another image, which gets those that move', () => {
    const tags = [{ tag: CONTENT_TAG, moving: false }, ...TAGS];
    const there = { [`${REPOSITORY}:${CONTENT_TAG}`]: OTHER, [`${REPOSITORY}:1.4.2`]: OTHER };
    const run = runImage({ result: { tags }, there, variables: { DERIVE_FROM: 'a', RELEASE: 'true' } });

    expect(run.status).toBe(0);
    expect(run.exported.RELEASE_TAGS).toBe(`fixed:${run.exported.CONTENT_TAG},moving:main`);
    expect(callsOf(run, 'docker', 'buildx', 'imagetools', 'create').map(call => call[6])).toEqual([`${REPOSITORY}:main`]);
  });

  test('is a release tag on other base images even where no tag moves', () => {
    const { exported } = runImage({ result: { tags: [TAGS[0]] }, variables: { DERIVE_FROM: 'a' } });

    expect(exported.RELEASE_TAGS).toBe(`fixed:${exported.CONTENT_TAG}`);
  });

  test('leaves the release tags of a push as they are', () => {
    expect(runImage({ result: { tags: TAGS }, variables: { DERIVE_FROM: 'current' } }).exported.RELEASE_TAGS).toBe('fixed:1.4.2,moving:main');
  });
});

describe('what is told', () => {
  test('are the tags of the release, which are put only where it is released', () => {
    expect(runImage({ result: { tags: TAGS } }).exported.RELEASE_TAGS).toBe('fixed:1.4.2,moving:main');
    expect(tagsPut({ result: { tags: TAGS }, variables: { RELEASE: 'true' } })).toEqual([`${REPOSITORY}:1.4.2`, `${REPOSITORY}:main`]);
    expect(tagsPut({ result: { tags: TAGS }, variables: { RELEASE: 'yes' } })).toEqual([]);
    expect(tagsPut({ result: { tags: TAGS } })).toEqual([]);
  });

  test.each([
    ['is built', {}, {}, PUSHED_DIGEST, 1],
    ['is there', { [`${REPOSITORY}:${CONTENT_TAG}`]: OTHER }, recordedAs(OTHER, 7), OTHER, 7],
  ])('holds no quote and no space where the image %s', (_, there, script, digest, build) => {
    const { status, exported } = runImage({ result: { tags: TAGS }, there, script, gates: { lint: {} } });

    expect([status, exported]).toEqual([0, {
      CONTENT_TAG, RELEASE_TAGS: 'fixed:1.4.2,moving:main', IMAGE_DIGEST: digest, BEGAN: '1790000000000',
      BUILT: expect.stringMatching(new RegExp(`^arn:aws:codebuild:eu-central-1:123456789012:build/api:${build}\\|[\\dT:-]+Z\\|[\\dT:-]+Z$`)),
    }]);
    expect(Object.values(exported).join('')).toMatch(/^[^\s"'\\]+$/);
  });

  test('is nothing of an image that is not pushed, but its tags', () => {
    const result = { tags: TAGS, cacheStages: ['deps'] };
    const run = runImage({ push: false, result, gates: { lint: {} }, variables: { CACHE_TAG: 'cache-amd64' } });

    expect([run.status, run.exported]).toEqual([0, { CONTENT_TAG, RELEASE_TAGS: 'fixed:1.4.2,moving:main' }]);
    expect(run.said.at(-1)).toBe('the image is built and passed its gates; it is not pushed');
    expect(callsOf(run, 'docker', 'push')).toEqual([]);
    expect(callsOf(run, 'docker', 'buildx', 'imagetools', 'create')).toEqual([]);
  });

  test('is an error where a gate of an image that is not pushed does not pass', () => {
    const run = runImage({ push: false, gates: { lint: { code: '2', log: 'line 3: no\n' } } });

    expect(run.status).toBe(1);
    expect(run.said.slice(-2)).toEqual(['error: gates that did not pass: lint (exit code 2)', '| line 3: no']);
  });
});

test('a lockfile with packages that pnpm finds too young has the build fail by the name of that', () => {
  const lines = (text: string) => text.split('\n').map(line => `#9 0.6 ${line}`).join('\n');
  const said = [
    '#9 [deps 2/2] RUN pnpm install --frozen-lockfile',
    lines(`[ERR_PNPM_MINIMUM_RELEASE_AGE_VIOLATION] 30 lockfile entries failed verification:\n${Array.from({ length: 30 }, (_, index) => `  is-number@7.0.${index} was published`).join('\n')}`),
    '#9 ERROR: process "/bin/sh -c pnpm install --frozen-lockfile" did not complete successfully: exit code: 1',
    'ERROR: failed to build: failed to solve: process "/bin/sh -c pnpm install" did not complete successfully: exit code: 1',
  ].join('\n');
  const run = runImage({ script: { 'docker buildx build --progress=plain': [{ error: said }] } });

  expect(run.status).toBe(1);
  expect(run.said).toContainEqual(expect.stringMatching(/^error: pnpm refuses packages of the lockfile that were published too short a time ago \(minimumReleaseAge.*build again when they are older, or name them in minimumReleaseAgeExclude/));
  expect(run.said.join('\n')).toContain('is-number@7.0.0');
});

describe('while it goes on', () => {
  const gates = { lint: { code: '2', log: 'line 3: no\r\n\n"ü"\n' }, test: { log: 'passed\n' } };

  test('each gate has a stream with its lines, and those that do not pass, too', () => {
    const run = runImage({ gates, variables: { LOG_GROUP: '/api' } });

    expect(run.status).toBe(1);
    expect(inputsOf(run, 'cloudwatch-logs', 'CreateLogStream').map(({ logStreamName }) => logStreamName)).toEqual(['gate/lint/1', 'gate/test/1']);
    expect(inputsOf(run, 'cloudwatch-logs', 'PutLogEvents').map(({ logStreamName }) => logStreamName)).toEqual(['gate/lint/1', 'gate/test/1']);
    expect(inputsOf(run, 'cloudwatch-logs', 'PutLogEvents').map(({ logGroupName }) => logGroupName)).toEqual(['/api', '/api']);
    expect(eventsOf(run).map(events => events.map(({ message }: any) => message))).toEqual([['line 3: no', ' ', '"ü"'], ['passed']]);
  });

  test('a long log is put in parts, in their order', () => {
    const lines = Array.from({ length: 250 }, (_, index) => `line ${index}`);
    const batches = eventsOf(runImage({ gates: { lint: { log: `${lines.join('\n')}\n` } }, variables: { LOG_GROUP: '/api' } }));

    expect(batches.map(events => events.length)).toEqual([100, 100, 50]);
    expect(batches.flat().map(({ message }) => message)).toEqual(lines);
  });

  test('logs that cannot be kept apart are no failure', () => {
    const script = { 'cloudwatch-logs CreateLogStream': [{ error: '(AccessDenied)' }] };
    const run = runImage({ gates: { test: { log: 'passed\n' } }, variables: { LOG_GROUP: '/api' }, script });

    expect(run.status).toBe(0);
    expect(run.said).toContain('notice: the log of the gate test is not kept apart: An error occurred (AccessDenied)');
  });

  test('without a log group there are no streams, and without a namespace no metrics', () => {
    const run = runImage({ gates });

    expect([awsCalls(run, 'cloudwatch-logs'), awsCalls(run, 'cloudwatch')]).toEqual([[], []]);
  });

  test('metrics tell of the gates and of the image', () => {
    const run = runImage({ gates: { test: {} }, variables: { METRICS_NAMESPACE: 'Images', METRICS_IMAGE: 'api' } });
    const Image = { Name: 'Image', Value: 'api' };

    expect(inputsOf(run, 'cloudwatch', 'PutMetricData').map(({ MetricData }) => MetricData)).toEqual([[
      { MetricName: 'GatePassed', Dimensions: [Image, { Name: 'Gate', Value: 'test' }], Unit: 'None', Value: 1 },
      { MetricName: 'GateDuration', Dimensions: [Image, { Name: 'Gate', Value: 'test' }], Unit: 'Seconds', Value: 2.5 },
    ], [
      { MetricName: 'BuildDuration', Dimensions: [Image, { Name: 'Platform', Value: 'linux/amd64' }], Unit: 'Seconds', Value: expect.any(Number) },
      { MetricName: 'ImageSize', Dimensions: [Image, { Name: 'Platform', Value: 'linux/amd64' }], Unit: 'Bytes', Value: 1500 },
    ]]);
  });
});
