import * as fc from 'fast-check';
import { WORK_DIRECTORY } from '../../../lib/steps/step-program';
import { holds } from '../../property';
import { hostile } from '../../shell/hostile';
import { callsOf } from '../../shell/scripted-run';
import { directoryWith } from '../../temporary';
import { runStep, StepRun } from './run-step';

const HOST = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const OTHER_HOST = '210987654321.dkr.ecr.eu-west-1.amazonaws.com';
const [SOURCE, TARGET] = [`${HOST}/api`, `${OTHER_HOST}/live/api`];
const [DIGEST, OTHER] = ['a', 'b'].map(digit => `sha256:${digit.repeat(64)}`);
const CONTENT_TAG = '0123456789abcdef0123456789abcdef';

interface Promotion {
  readonly from?: string;
  readonly to?: string;
  readonly variables?: Record<string, string>;
  readonly there?: Record<string, string>;
}

function promote({ from = SOURCE, to = SOURCE, variables = {}, there = {} }: Promotion): StepRun {
  const environment = { SOURCE_REPOSITORY: from, REPOSITORY: to, IMAGE_DIGEST: DIGEST, CONTENT_TAG, ...variables };
  return runStep('promote', environment, {}, { registry: { [`${from}:built`]: DIGEST, ...there }, world: ['nothing-attached'] });
}

const KNOWN = /^(aws ecr GetAuthorizationToken|docker login --username|docker buildx imagetools|fetch GET https:.*)$/s;

/** The tags that were put, and on what. */
const put = ({ docker }: StepRun): string[][] => docker.filter(call => call[2] === 'create').map(call => call.slice(5));
const tagsPut = (run: StepRun): string[] => put(run).map(([reference]) => reference);
const tags = (...names: string[]): string => JSON.stringify(names.map(name => ({ tag: name.replace('~', ''), moving: name.startsWith('~') })));

describe('the tags of a release', () => {
  const RELEASE_TAGS = 'fixed:1.4.2,moving:main';

  test('are put beside those of the step in the repository that the image is in, and nothing is copied', () => {
    const run = promote({ variables: { RELEASE_TAGS, TAGS: tags('own') } });

    expect([run.status, run.error]).toEqual([0, undefined]);
    expect(put(run)).toEqual(['own', '1.4.2', 'main'].map(tag => [`${SOURCE}:${tag}`, `${SOURCE}@${DIGEST}`]));
    expect(run.exported).toEqual({ IMAGE_URI: `${SOURCE}@${DIGEST}` });
    expect(run.docker.filter(([command]) => command === 'login')).toHaveLength(1);
    expect(callsOf(run, 'fetch')).toEqual([]);
  });

  test('are without those that move in another repository, where the image comes first', () => {
    const run = promote({ to: TARGET, variables: { RELEASE_TAGS, TAGS: tags('~live') } });

    expect([run.status, run.error]).toEqual([0, undefined]);
    expect(put(run)).toEqual([
      [`${TARGET}:${CONTENT_TAG}`, `${SOURCE}@${DIGEST}`], [`${TARGET}:live`, `${TARGET}@${DIGEST}`], [`${TARGET}:1.4.2`, `${TARGET}@${DIGEST}`],
    ]);
    expect(run.exported).toEqual({ IMAGE_URI: `${TARGET}@${DIGEST}` });
    expect(run.docker.filter(([command]) => command === 'login').map(call => call.at(-1))).toEqual([HOST, OTHER_HOST]);
  });

  test('are none where none are handed on', () => {
    expect(tagsPut(promote({}))).toEqual([]);
    expect(tagsPut(promote({ variables: { RELEASE_TAGS: '', TAGS: tags('~live') } }))).toEqual([`${SOURCE}:live`]);
  });

  test('may hold what a tag may hold', () => {
    expect(tagsPut(promote({ variables: { RELEASE_TAGS: 'fixed:v1.4.2_build-7' } }))).toEqual([`${SOURCE}:v1.4.2_build-7`]);
  });

  test.each([
    ['moves here', tags('~1.4.2'), [0, [[`${SOURCE}:1.4.2`, `${SOURCE}@${DIGEST}`]]]],
    ['is fixed here', tags('1.4.2'), [1, []]],
  ])('that the step has itself are put as the step says: one that %s', (_, own, outcome) => {
    const run = promote({ variables: { RELEASE_TAGS: 'moving:1.4.2', TAGS: own }, there: { [`${SOURCE}:1.4.2`]: OTHER } });

    expect([run.status, put(run)]).toEqual(outcome);
  });

  test.each(['1.4.2', 'fixed:', 'other:1.4.2', 'fixed:1.4.2,', 'fixed:1.4.2,main', ','])('%j is refused', text => {
    const run = promote({ variables: { RELEASE_TAGS: text } });

    expect([run.status, run.error]).toEqual([1, `RELEASE_TAGS must be tags like fixed:1.4.2,moving:main, received "${text}"`]);
    expect(run.calls).toEqual([]);
  });
});

describe('before anything is put', () => {
  test.each([[SOURCE, 'here'], [TARGET, 'in another repository']])('a fixed tag that another image holds is told: in %s', to => {
    const there = { [`${to}:1.4.2`]: OTHER, [`${to}:live`]: OTHER };
    const run = promote({ to, variables: { RELEASE_TAGS: 'fixed:1.4.2', TAGS: tags('~live') }, there });

    expect(run.status).toBe(1);
    expect(run.error).toContain(`the tag 1.4.2 of ${to} holds ${OTHER} and would have to hold ${DIGEST}`);
    expect(put(run)).toEqual([]);
    expect(run.exported).toEqual({});
  });

  test('one that this image holds already is none to be told', () => {
    const there = { [`${SOURCE}:1.4.2`]: DIGEST, [`${SOURCE}:main`]: OTHER };
    const run = promote({ variables: { RELEASE_TAGS: 'fixed:1.4.2,moving:main' }, there });

    expect([run.status, tagsPut(run)]).toEqual([0, [`${SOURCE}:main`]]);
  });

  test('an image that has expired is told', () => {
    const run = promote({ to: TARGET, variables: { IMAGE_DIGEST: OTHER, RELEASE_TAGS: 'fixed:1.4.2' } });

    expect([run.status, run.error, put(run)]).toEqual([1, `there is no image ${SOURCE}@${OTHER}: it may have expired from the repository`, []]);
  });

  test.each(['', 'latest', 'sha256:abc', `${DIGEST}\n`, `${DIGEST}$(touch pwned)`])('the digest %j is refused', digest => {
    const run = promote({ variables: { IMAGE_DIGEST: digest } });

    expect([run.status, run.calls, run.files]).toEqual([1, [], [WORK_DIRECTORY]]);
    expect(run.error).toContain(`IMAGE_DIGEST must be sha256: and 64 hexadecimal digits, received "${digest.replace('\n', ' ')}"`);
  });
});

test.each([[HOST, 'Basic QVdTOnNlY3JldA=='], [OTHER_HOST, '']])('with a login to %s what is attached there is asked for with it, and the password is no word of a command', (host, login) => {
  const directory = directoryWith({ 'config.json': { auths: { [host]: { auth: 'QVdTOnNlY3JldA==' } } } });

  const run = promote({ to: TARGET, variables: { DOCKER_CONFIG: directory } });

  const asked = callsOf(run, 'fetch');
  expect(run.status).toBe(0);
  expect(asked.map(([, , url]) => new URL(url).host)).toEqual(Array(5).fill(HOST));
  expect(new Set(asked.map(call => call[3]))).toEqual(new Set([login]));
  expect(run.docker.flat().join(' ')).not.toContain('QVdTOnNlY3JldA');
});

test('whatever is in tags and repositories, each is one word of one command, and nothing else runs', () => {
  const values = fc.record({
    own: fc.uniqueArray(hostile, { minLength: 1, maxLength: 2 }), released: hostile.map(text => `r${text.replace(/[,\n\u2028]/g, '')}`),
    from: hostile.map(text => `${text}r`), to: hostile, content: hostile, digest: hostile,
  });
  holds(fc.property(values, ({ own, released, from, to, content, digest }) => {
    const [source, target] = [`${HOST}/${from}`, `${OTHER_HOST}/${to}`];
    const variables = { CONTENT_TAG: content, RELEASE_TAGS: `fixed:${released}`, TAGS: JSON.stringify(own.map(tag => ({ tag, moving: false }))) };

    const run = promote({ from: source, to: target, variables });
    const refused = promote({ from: source, to: target, variables: { ...variables, IMAGE_DIGEST: digest } });

    expect([run.status, run.error]).toEqual([0, undefined]);
    expect([run.files, refused.files]).toEqual([[WORK_DIRECTORY], [WORK_DIRECTORY]]);
    const expected = [...new Set([content, ...own, released])].map(tag => `${target}:${tag}`);
    expect(tagsPut(run)).toEqual(expected);
    const inspected = run.docker.filter(([, , command]) => command === 'inspect').map(call => call[3] === '--raw' ? call[4] : call[3]);
    expect(inspected).toContain(`${source}@${DIGEST}`);
    const asked = callsOf(run, 'fetch').map(call => call[2]);
    expect(asked.slice(-1)).toEqual([`https://${HOST}/v2/${from.split('/').map(encodeURIComponent).join('/')}/referrers/${DIGEST}`]);
    for (const call of run.calls) {
      expect(call.slice(0, 3).join(' ')).toMatch(KNOWN);
    }
    expect([refused.status, refused.calls]).toEqual([1, []]);
  }), 5);
});
