import * as fc from 'fast-check';
import { WORK_DIRECTORY } from '../../../lib/steps/step-program';
import { holds } from '../../property';
import { hostile } from '../../shell/hostile';
import { callsOf, inputsOf } from '../../shell/scripted-run';
import { CONTENT_TAG, REPOSITORY, runImage } from './run-image';

const AWS = 's3 GetObject|dynamodb (Get|Put|Delete)Item|ecr(-public)? GetAuthorizationToken|cloudwatch-logs (CreateLogStream|PutLogEvents)|cloudwatch PutMetricData';
const DOCKER = 'login --username|buildx (build|imagetools)|push .*';
const KNOWN = new RegExp(`^(aws (${AWS})|docker (${DOCKER})|unzip -q .*|node .*)$`, 's');

test('whatever is in gates, tags, arguments, the log group and metrics, each is one word or one value, and nothing else runs', () => {
  holds(fc.property(fc.record({
    // a gate's name is the name of a directory
    gates: fc.uniqueArray(hostile.map(text => `g${text.replace(/\//g, '')}`), { minLength: 1, maxLength: 2 }),
    // a step refuses to hand on what is more than one line
    tags: fc.uniqueArray(hostile.map(text => text.replace(/[\n\0]/g, '')), { minLength: 1, maxLength: 2 }),
    args: fc.dictionary(hostile, hostile, { minKeys: 1, maxKeys: 3 }),
    group: hostile, namespace: hostile, image: hostile, derived: hostile, log: hostile, plan: fc.tuple(hostile, hostile).map(([bucket, key]) => `b${bucket.replace(/\//g, '')}/${key}`),
  }), ({ gates, tags, args, group, namespace, image, derived, log, plan }) => {
    const run = runImage({
      result: { gates, tags: tags.map(tag => ({ tag, moving: true })) },
      gates: Object.fromEntries(gates.map(name => [name, { log }])),
      variables: {
        BUILD_ARGS: JSON.stringify(args), DERIVE_ARGS: derived, RELEASE: 'true', PLAN: plan,
        LOG_GROUP: group, METRICS_NAMESPACE: namespace, METRICS_IMAGE: image,
      },
    });

    expect([run.status, run.files]).toEqual([0, [WORK_DIRECTORY]]);
    run.calls.forEach(call => expect(call.slice(0, 3).join(' ')).toMatch(KNOWN));
    expect(inputsOf(run, 's3', 'GetObject')).toEqual([{ Bucket: plan.slice(0, plan.indexOf('/')), Key: plan.slice(plan.indexOf('/') + 1) }]);
    const [first] = callsOf(run, 'docker', 'buildx', 'build');
    expect(first).toEqual(expect.arrayContaining(Object.entries(args).map(([key, value]) => `${key}=${value}`)));
    expect(first).toEqual(expect.arrayContaining(gates.map(gate => `gate-${gate}`)));
    expect(run.exported.CONTENT_TAG).toMatch(/^[0-9a-f]{32}$/);
    expect(run.exported.CONTENT_TAG).not.toBe(CONTENT_TAG);
    expect(callsOf(run, 'docker', 'buildx', 'imagetools', 'create').map(call => call[6])).toEqual(tags.map(tag => `${REPOSITORY}:${tag}`));
    expect(inputsOf(run, 'cloudwatch-logs', 'CreateLogStream').map(({ logStreamName }) => logStreamName)).toEqual(gates.map(gate => `gate/${gate}/1`));
    expect(new Set(inputsOf(run, 'cloudwatch-logs', 'CreateLogStream').map(({ logGroupName }) => logGroupName))).toEqual(new Set([group]));
    expect(inputsOf(run, 'cloudwatch', 'PutMetricData').map(({ Namespace }) => Namespace)).toEqual([namespace, namespace]);
    const metrics = inputsOf(run, 'cloudwatch', 'PutMetricData').flatMap(({ MetricData }) => MetricData).filter(({ MetricName }: any) => MetricName === 'GatePassed');
    expect(metrics.map(({ Dimensions }: any) => Dimensions)).toEqual(gates.map(gate => [{ Name: 'Image', Value: image }, { Name: 'Gate', Value: gate }]));
  }), 5);
});
