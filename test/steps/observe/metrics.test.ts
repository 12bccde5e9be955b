import { gateMetrics, gateReports, secondsIn } from '../../../lib/steps/observe/gate-metrics';
import { imageMetrics, sizeOf } from '../../../lib/steps/observe/image-metrics';
import { putMetrics } from '../../../lib/steps/observe/metrics';
import { observeBuild } from '../../../lib/steps/observe/observe-build';
import { firstStart, putPushToImage } from '../../../lib/steps/observe/push-to-image';
import { AwsError } from '../../../lib/steps/world/aws';
import { fakeWorld } from '../world';

const METRICS = { METRICS_NAMESPACE: 'Images', METRICS_IMAGE: 'api' };
const METRIC = { MetricName: 'M', Unit: 'None', Value: 1 };
const REFUSED = new AwsError('AccessDenied', 'no\nnodejs-image: error: forged', false);

describe('metrics', () => {
  test('have the name of the image first, and decide nothing', async () => {
    const world = fakeWorld({ variables: METRICS, aws: { 'cloudwatch PutMetricData': [{}] } });

    await putMetrics(world, [METRIC, { ...METRIC, Dimensions: [{ Name: 'Gate', Value: 'lint' }] }]);

    expect(world.calls).toEqual([{ service: 'cloudwatch', operation: 'PutMetricData', aside: true, input: { Namespace: 'Images', MetricData: [
      { ...METRIC, Dimensions: [{ Name: 'Image', Value: 'api' }] }, { ...METRIC, Dimensions: [{ Name: 'Image', Value: 'api' }, { Name: 'Gate', Value: 'lint' }] },
    ] } }]);
  });

  test('that cannot be put are said in one line', async () => {
    const world = fakeWorld({ variables: METRICS, aws: { 'cloudwatch PutMetricData': [REFUSED] } });

    await putMetrics(world, [METRIC]);

    expect(world.said).toEqual(['notice: the metrics could not be put: An error occurred (AccessDenied): no nodejs-image: error: forged']);
  });

  test('of an image go to the namespace of images, where no other one is said', async () => {
    const given: Record<string, string>[] = [{ METRICS_IMAGE: 'api' }, { METRICS_IMAGE: 'api', METRICS_NAMESPACE: '' }, { METRICS_IMAGE: '' }];
    const namespaces = given.map(async variables => {
      const world = fakeWorld({ variables, aws: { 'cloudwatch PutMetricData': [{}] } });
      await putMetrics(world, [METRIC]);
      return world.calls.map(({ input }: any) => input.Namespace);
    });

    expect(await Promise.all(namespaces)).toEqual([['NodejsImage'], [], []]);
  });

  test('are none without a namespace', async () => {
    const world = fakeWorld();

    await putMetrics(world, [METRIC]);

    expect(world.calls).toEqual([]);
  });
});

describe('of a gate', () => {
  test.each([
    ['<testsuite name="gate" tests="1" time="2.5">\n<testcase time="9"/>', 2.5],
    ['<?xml version="1.0"?>\n<testsuites time="7">\n  <testsuite time="0" name="a"/>', 0],
    ['<testsuite name="gate" uptime="3">', undefined],
    ['<testsuite time="">', undefined], ['<testsuite time="1.2.3">', undefined], ['<testsuite time=".">', undefined], ['', undefined],
  ])('the report %j tells the seconds %p', (junit, seconds) => {
    expect(secondsIn(junit)).toBe(seconds);
  });

  test('it passed where its exit code is 0, and not where it left none', () => {
    const values = gateMetrics(['0', '1', '', undefined].map(code => ({ name: 'g', code, junit: undefined }))).map(({ MetricName, Value }) => [MetricName, Value]);

    expect(values).toEqual([['GatePassed', 1], ['GatePassed', 0], ['GatePassed', 0], ['GatePassed', 0]]);
  });

  test('what it left is read from its directory', () => {
    const world = fakeWorld({ files: { '.nodejs-image/reports/lint/exit-code': '0\n', '.nodejs-image/reports/lint/junit.xml': '<testsuite time="1">' } });

    expect(gateReports(world, ['lint', 'test'])).toEqual([{ name: 'lint', code: '0', junit: '<testsuite time="1">' }, { name: 'test', code: undefined, junit: undefined }]);
  });
});

describe('of an image', () => {
  test.each([
    [JSON.stringify({ config: { size: 500 }, layers: [{ size: 1000 }, { size: 20 }] }), 1520],
    [JSON.stringify({ manifests: [{ size: 7 }] }), 0],
    [JSON.stringify({ layers: [{ size: '7' }, null, {}], config: null }), 0],
    ['null', 0], ['', 0], ['no JSON', 0],
  ])('the manifest %s tells the size %d', (manifest, size) => {
    expect(sizeOf(manifest)).toBe(size);
  });

  test('a size that is not known is none', () => {
    expect(imageMetrics('linux/amd64', 7, 0).map(({ MetricName }) => MetricName)).toEqual(['BuildDuration']);
  });
});

describe('a build that is observed', () => {
  const files = { '.nodejs-image/reports/lint/exit-code': '2\n', '.nodejs-image/reports/lint/log': 'no\n' };
  const variables = { ...METRICS, LOG_GROUP: '/api', CODEBUILD_BUILD_ID: 'api:1:b', REPOSITORY: 'host/api', PLATFORM: 'linux/amd64' };

  test('tells of its gates, of which some left no log', async () => {
    const world = fakeWorld({ files, variables, aws: { 'cloudwatch-logs CreateLogStream': [{}], 'cloudwatch-logs PutLogEvents': [{}], 'cloudwatch PutMetricData': [{}] } });

    await observeBuild(world).gates(['lint', 'test']);

    const stream = { logGroupName: '/api', logStreamName: 'gate/lint/b' };
    expect(world.calls.map(({ operation, input, aside }) => [operation, input, aside]).slice(0, 2)).toEqual([
      ['CreateLogStream', stream, true], ['PutLogEvents', { ...stream, logEvents: [{ timestamp: world.now(), message: 'no' }] }, true],
    ]);
    expect(world.calls[2].input.MetricData.map(({ Value }: any) => Value)).toEqual([0, 0]);
  });

  test('has the logs of the other gates where one cannot be kept', async () => {
    const both = { ...files, '.nodejs-image/reports/test/log': 'yes\n' };
    const world = fakeWorld({ files: both, variables: { ...variables, METRICS_NAMESPACE: '' }, aws: { 'cloudwatch-logs CreateLogStream': [REFUSED, {}], 'cloudwatch-logs PutLogEvents': [{}] } });

    await observeBuild(world).gates(['lint', 'test']);

    expect(world.said).toEqual(['notice: the log of the gate lint is not kept apart: An error occurred (AccessDenied): no nodejs-image: error: forged']);
    expect(world.calls.at(-1)).toMatchObject({ operation: 'PutLogEvents', input: { logStreamName: 'gate/test/b' } });
  });

  test('tells of its image how long it took, and what is handed on', async () => {
    const world = fakeWorld({ variables, aws: { 'cloudwatch PutMetricData': [{}] }, run: () => ({ code: 1, stderr: 'no' }) });
    const observer = observeBuild(world);
    await world.pause(90.6);

    expect(await observer.image({ digest: 'sha256:a', built: 'arn|1|2', began: '17' })).toEqual({ BUILT: 'arn|1|2', BEGAN: '17' });
    expect(world.runs.map(({ program, words }) => [program, ...words])).toEqual([['docker', 'buildx', 'imagetools', 'inspect', '--raw', 'host/api@sha256:a']]);
    expect(world.calls[0].input.MetricData.map(({ MetricName, Value }: any) => [MetricName, Value])).toEqual([['BuildDuration', 90]]);
  });
});

describe('the time from the push to the image', () => {
  const variables = { ...METRICS, CODEBUILD_INITIATOR: 'codepipeline/api', EXECUTION_ID: 'e-1' };

  test('begins with the first action, whatever comes first in the list', () => {
    expect(firstStart([{ startTime: new Date(9_500) }, { startTime: new Date(2_999) }, {}, { startTime: new Date(5_000) }])).toBe(2);
    expect(firstStart([{}])).toBeUndefined();
  });

  test('ends now', async () => {
    const world = fakeWorld({ variables, aws: { 'codepipeline ListActionExecutions': [{ actionExecutionDetails: [{ startTime: new Date(1_790_000_000_000 - 90_000) }] }], 'cloudwatch PutMetricData': [{}] } });

    await putPushToImage(world);

    expect(world.said).toEqual(['from the push to the image it took 90 seconds']);
    expect(world.calls[0]).toEqual({ service: 'codepipeline', operation: 'ListActionExecutions', aside: true, input: { pipelineName: 'api', filter: { pipelineExecutionId: 'e-1' } } });
    expect(world.calls[1].input.MetricData).toEqual([{ MetricName: 'PushToImage', Unit: 'Seconds', Value: 90, Dimensions: [{ Name: 'Image', Value: 'api' }] }]);
  });

  test('is not known where the pipeline does not say it, and that is no failure', async () => {
    const world = fakeWorld({ variables, aws: { 'codepipeline ListActionExecutions': [REFUSED] } });

    await putPushToImage(world);

    expect(world.said).toEqual(['notice: it is not known how long it took from the push to the image: An error occurred (AccessDenied): no nodejs-image: error: forged']);
  });
});
