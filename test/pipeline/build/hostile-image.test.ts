import * as fc from 'fast-check';
import { WORK_DIRECTORY } from '../../../lib/delivery/buildspec/buildspecs';
import { holds } from '../../property';
import { hostile } from '../../shell/hostile';
import { callsOf, wordsAfter } from '../../shell/scripted-run';
import { CONTENT_TAG, REPOSITORY, runImage } from './run-image';

const AWS = 's3 cp|dynamodb (get|put|delete)-item|ecr(-public)? get-login-password|logs (create-log-stream|put-log-events)|cloudwatch put-metric-data';
const DOCKER = 'login --username|buildx (build|imagetools)|push .*';
const KNOWN = new RegExp(`^(aws (${AWS})|docker (${DOCKER})|unzip -q .*|node .*)$`, 's');

test('whatever is in gates, tags, arguments, the log group and metrics, each is one word or one value, and nothing else runs', () => {
  holds(fc.property(fc.record({
    // a gate's name is the name of a directory
    gates: fc.uniqueArray(hostile.map(text => `g${text.replace(/\//g, '')}`), { minLength: 1, maxLength: 2 }),
    tags: fc.uniqueArray(hostile, { minLength: 1, maxLength: 2 }),
    args: fc.dictionary(hostile, hostile, { minKeys: 1, maxKeys: 3 }),
    group: hostile, namespace: hostile, image: hostile, derived: hostile, log: hostile, plan: hostile,
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
    expect(callsOf(run, 'aws', 's3', 'cp').map(call => call[4])).toEqual([`s3://${plan}`]);
    const [first] = callsOf(run, 'docker', 'buildx', 'build');
    expect(first).toEqual(expect.arrayContaining(Object.entries(args).map(([key, value]) => `${key}=${value}`)));
    expect(first).toEqual(expect.arrayContaining(gates.map(gate => `gate-${gate}`)));
    expect(run.exported.CONTENT_TAG).toMatch(/^[0-9a-f]{32}$/);
    expect(run.exported.CONTENT_TAG).not.toBe(CONTENT_TAG);
    expect(callsOf(run, 'docker', 'buildx', 'imagetools', 'create').map(call => call[6])).toEqual(tags.map(tag => `${REPOSITORY}:${tag}`));
    expect(wordsAfter(run, 'logs create-log-stream', '--log-stream-name')).toEqual(gates.map(gate => `gate/${gate}/1`));
    expect(new Set(wordsAfter(run, 'logs create-log-stream', '--log-group-name'))).toEqual(new Set([group]));
    expect(wordsAfter(run, 'cloudwatch put-metric-data', '--namespace')).toEqual([namespace, namespace]);
    const metrics = run.inputs.flat().filter(({ MetricName }) => MetricName === 'GatePassed');
    expect(metrics.map(({ Dimensions }) => Dimensions)).toEqual(gates.map(gate => [{ Name: 'Image', Value: image }, { Name: 'Gate', Value: gate }]));
  }), 5);
});
