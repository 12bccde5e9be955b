import { createHash } from 'crypto';
import * as fc from 'fast-check';
import { buildBuildspec, publishBuildspec } from '../../../lib/codebuild/buildspec/buildspecs';
import { ecrImageOf } from '../../../lib/codebuild/roles/grant-base-images';
import { holds } from '../../property';
import { hostile, PIECES } from '../../shell/hostile';
import { callsOf } from '../../shell/scripted-run';
import { runBuild } from './run-build';

const HOST = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const CONTENT_TAG = '0123456789abcdef0123456789abcdef';
const DIGEST = `sha256:${'0'.repeat(64)}`;

/** The words after each occurrence of a flag. */
function after(call: string[], flag: string): string[] {
  return call.flatMap((word, index) => word === flag ? [call[index + 1]] : []);
}

/** What a program is allowed to be asked for. */
function expectOnlyKnown(calls: string[][]): void {
  for (const call of calls) {
    expect(call.slice(0, 3).join(' ')).toMatch(/^(aws ecr(-public)? (get-login-password|GetAuthorizationToken)|aws dynamodb ((get|put|delete)-item|(Get|Put|Delete)Item)|docker login --username|docker buildx (build|imagetools)|docker push .*)$/s);
  }
}

test('whatever is in build args, tags, gates, secrets and names, each is one word of one command, and nothing else runs', () => {
  holds(fc.property(fc.record({
    args: fc.dictionary(hostile, hostile, { minKeys: 3, maxKeys: 6 }),
    tags: fc.uniqueArray(hostile, { maxLength: 2 }),
    // a gate's name is the name of a directory
    gates: fc.uniqueArray(hostile.map(text => `g${text.replace(/\//g, '')}`), { maxLength: 2 }),
    secret: hostile, name: hostile, base: hostile, platform: hostile, cache: hostile,
  }), ({ args, tags, gates, secret, name, base, platform, cache }) => {
    const repository = `${HOST}/${name}`;

    const run = runBuild(buildBuildspec(), {
      REPOSITORY: repository, CONTENT_TAG, TAG_SUFFIX: '-amd64', PLATFORM: platform, BASE_IMAGES: JSON.stringify([base, `public.ecr.aws/${base}`, `${HOST}/${base}`]), CACHE_TAG: cache, CACHE_STAGES: '["deps"]',
      TAGS: JSON.stringify(tags.map(tag => ({ tag, moving: false }))),
      BUILD_ARGS: JSON.stringify(args),
      BUILD_SECRETS: JSON.stringify([secret]),
      GATES: JSON.stringify(gates),
    }, { reports: Object.fromEntries(gates.map(gate => [`${gate}/exit-code`, '0\n'])) });

    expect([run.status, run.log.slice(-500 * Number(run.status))]).toEqual([0, run.log]);
    expect(run.files).toEqual(['.nodejs-image', 'context.tar']);
    expectOnlyKnown(run.calls);
    const builds = callsOf(run, 'docker', 'buildx', 'build');
    expect(builds).toHaveLength(gates.length ? 3 : 2); // with the one of the cache
    for (const call of builds) {
      const own = gates.length ? ['GATE_ON_FAILURE=record'] : [];
      expect(after(call, '--build-arg')).toEqual([...Object.entries(args).map(([key, value]) => `${key}=${value}`), ...own]);
      expect(after(call, '--secret')).toContain(secret);
      expect(after(call, '--platform')).toContain(platform);
    }
    expect(callsOf(run, 'docker', 'push').map(call => call[2])).toEqual([`${repository}:${CONTENT_TAG}-amd64`, `${repository}:${cache}-deps`]);
    expect(callsOf(run, 'docker', 'buildx', 'imagetools', 'create').map(call => call[6]).sort()).toEqual(tags.map(tag => `${repository}:${tag}`).sort());
  }), 6);
});

test('whatever is in sources and tags that are published, each is one word of one command, and nothing else runs', () => {
  holds(fc.property(fc.record({
    tags: fc.uniqueArray(hostile, { maxLength: 2 }), sources: fc.uniqueArray(hostile, { minLength: 1, maxLength: 3 }), name: hostile,
  }), ({ tags, sources, name }) => {
    const repository = `${HOST}/${name}`;
    // a repository without tag and digest is the whole of the reference
    const repositories = sources.map(source => `${HOST}/source${source.replace(/[:@]/g, '')}`);

    const run = runBuild(publishBuildspec(), {
      REPOSITORY: repository, CONTENT_TAG, SOURCES: JSON.stringify(repositories.map(source => `${source}:v1`)), TAGS: JSON.stringify(tags.map(tag => ({ tag, moving: true }))),
    }, { there: Object.fromEntries(repositories.map(source => [`${source}:v1`, DIGEST])) });

    expect([run.status, run.log.slice(-500 * Number(run.status))]).toEqual([0, run.log]);
    expect(run.files).toEqual(['.nodejs-image', 'context.tar']);
    expectOnlyKnown(run.calls);
    const [joined, ...put] = callsOf(run, 'docker', 'buildx', 'imagetools', 'create').filter(call => call[4] !== '--dry-run').map(call => call.slice(6));
    const references = repositories.map(source => `${source}@${DIGEST}`);
    const digest = sources.length > 1 ? `sha256:${createHash('sha256').update(references.join(' ')).digest('hex')}` : DIGEST;
    expect(joined).toEqual([`${repository}:${CONTENT_TAG}`, ...references]);
    expect(put).toEqual(tags.map(tag => [`${repository}:${tag}`, `${repository}@${digest}`]));
  }), 6);
});

test('whatever a failing gate printed, it is shown and not run', () => {
  const log = PIECES.join(' ');

  const reports = Object.fromEntries(['lint', 'test'].flatMap(gate => [[`${gate}/exit-code`, '3\n'], [`${gate}/log`, `${log}\n`]]));
  const run = runBuild(buildBuildspec(), { REPOSITORY: `${HOST}/a`, CONTENT_TAG, PLATFORM: 'linux/amd64', GATES: '["lint", "test"]' }, { reports });

  expect(run.status).toBe(1);
  expect(run.files).toEqual(['.nodejs-image', 'context.tar']);
  const shown = log.split('\n').map(line => `nodejs-image: | ${line}`);
  expect(run.log.slice(run.log.indexOf('nodejs-image: error: '))).toBe(['nodejs-image: error: gates that did not pass: lint (exit code 3), test (exit code 3)', ...shown, ...shown, ''].join('\n'));
});

test.each([
  ['123456789012.dkr.ecr.eu-central-1.amazonaws.com', 'eu-central-1'],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
  ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
  ['123456789012.dkr-ecr.us-east-1.on.aws', 'us-east-1'],
  ['123456789012.dkr-ecr-fips.us-west-2.on.aws', 'us-west-2'],
])('the region of %s is %s', (host, region) => {
  const { calls } = runBuild(publishBuildspec(), { REPOSITORY: `${host}/a/b`, CONTENT_TAG, SOURCES: JSON.stringify([`${host}/source:v1`]) }, { there: { [`${host}/source:v1`]: DIGEST } });

  expect(calls.slice(0, 2)).toEqual([
    ['aws', 'ecr', 'GetAuthorizationToken', '{}', JSON.stringify({ region })],
    ['docker', 'login', '--username', 'AWS', '--password-stdin', host],
  ]);
  expect(calls.filter(call => call[1] === 'login')).toHaveLength(1);
  expect(ecrImageOf(`${host}/a/b:v1`)).toEqual({ account: '123456789012', region, repository: 'a/b' });
});

test.each(['docker.io', 'public.ecr.aws', '-x', '123456789012.dkr.ecr.us-east-1', '123456789012.dkr.ecr.us-east-1.amazonaws.com$(touch pwned)', `${HOST}\n${HOST}`])('the registry %j is refused', host => {
  const { status, calls, log, files } = runBuild(buildBuildspec(), { REPOSITORY: `${host}/a`, CONTENT_TAG, PLATFORM: 'linux/amd64' });

  expect({ status, calls, files }).toEqual({ status: 1, calls: [], files: ['.nodejs-image', 'context.tar'] });
  expect(log).toBe(`nodejs-image: error: "${host.replace('\n', ' ')}" is no registry of Amazon ECR\n`);
  expect(ecrImageOf(`${host}/a:v1`)).toBeUndefined();
});
