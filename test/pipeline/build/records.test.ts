import { awsCalls, callsOf, inputsOf, PUSHED_DIGEST, ScriptedRun } from '../../shell/scripted-run';
import { CONTENT_TAG, recordedAs, REPOSITORY, runImage } from './run-image';

const [FOREIGN, OLDER] = ['b', 'c'].map(digit => `sha256:${digit.repeat(64)}`);
const NAME = 'api';
const IMAGE = `${REPOSITORY}:${CONTENT_TAG}`;
const GATES = { lint: {}, test: {} };
const TAGS = [{ tag: '1.4.2', moving: false }, { tag: 'main', moving: true }];
const REFUSED = { error: '(ConditionalCheckFailedException) when calling the PutItem operation: The conditional request failed' };

/** A part of the input of each call of an operation of the table, where it has it. */
const given = (run: ScriptedRun, operation: string, part: string): any[] => inputsOf(run, 'dynamodb', operation).flatMap(input => input[part] ?? []);

const keysRead = (run: ScriptedRun) => given(run, 'GetItem', 'Key').map(({ Repository, Tag }) => [Repository.S, Tag.S]);
const tagsPut = (run: ScriptedRun) => callsOf(run, 'docker', 'buildx', 'imagetools', 'create').map(call => call.slice(6));
const builds = (run: ScriptedRun) => callsOf(run, 'docker', 'buildx', 'build');

describe('an image that is reused', () => {
  test('is the one that a build has recorded, and its gates passed in that build', () => {
    const run = runImage({ there: { [IMAGE]: OLDER }, script: recordedAs(OLDER, 7), gates: GATES });

    expect([run.status, builds(run), run.exported.IMAGE_DIGEST]).toEqual([0, [], OLDER]);
    expect(run.said).toContain(`${REPOSITORY}@${OLDER} is the image of this content, made by the build arn:aws:codebuild:eu-central-1:123456789012:build/api:7: nothing is built`);
    expect(keysRead(run)[0]).toEqual([NAME, CONTENT_TAG]);
    expect(awsCalls(run, 'dynamodb', 'PutItem')).toEqual([]);
  });

  test('is not one that somebody else has pushed under its tag: that is built, and released is what was built', () => {
    const run = runImage({ there: { [IMAGE]: FOREIGN }, gates: GATES, result: { tags: TAGS }, variables: { RELEASE: 'true' } });

    expect([run.status, run.exported.IMAGE_DIGEST]).toEqual([0, PUSHED_DIGEST]);
    expect(run.said).toContain(`notice: ${IMAGE} holds ${FOREIGN}, which no build has recorded: it is not used, and the image is built`);
    expect(builds(run).length).toBeGreaterThan(1);
    // what is there is not written over
    expect(callsOf(run, 'docker', 'push').map(call => call[2])).toEqual([`${IMAGE}-1`]);
    expect(tagsPut(run)).toEqual([[`${REPOSITORY}:1.4.2`, `${REPOSITORY}@${PUSHED_DIGEST}`], [`${REPOSITORY}:main`, `${REPOSITORY}@${PUSHED_DIGEST}`]]);
    expect(given(run, 'PutItem', 'Item')[0]).toEqual({
      Repository: { S: NAME }, Tag: { S: CONTENT_TAG }, Digest: { S: PUSHED_DIGEST },
      Built: { S: expect.stringMatching(/^arn:aws:codebuild:eu-central-1:123456789012:build\/api:1\|[\dT:-]+Z\|[\dT:-]+Z$/) },
    });
  });

  test('is not one that was recorded and then pushed over: the recorded one is', () => {
    const run = runImage({ there: { [`${REPOSITORY}:other`]: OLDER, [IMAGE]: FOREIGN }, script: recordedAs(OLDER, 7), result: { tags: TAGS }, variables: { RELEASE: 'true' } });

    expect([run.status, builds(run), run.exported.IMAGE_DIGEST]).toEqual([0, [], OLDER]);
    expect(tagsPut(run).map(([, source]) => source)).toEqual([`${REPOSITORY}@${OLDER}`, `${REPOSITORY}@${OLDER}`]);
  });

  test('is not one that is gone: it is built again, and recorded instead', () => {
    const run = runImage({ there: {}, script: recordedAs(OLDER, 7), gates: GATES });

    expect([run.status, run.exported.IMAGE_DIGEST]).toEqual([0, PUSHED_DIGEST]);
    expect(callsOf(run, 'docker', 'push').map(call => call[2])).toEqual([IMAGE]);
    expect(given(run, 'PutItem', 'ExpressionAttributeValues')).toEqual([{ ':before': { S: OLDER }, ':digest': { S: PUSHED_DIGEST } }]);
  });

  test('has a digest: a record that was tampered with ends the build', () => {
    const run = runImage({ script: recordedAs('latest', 7), there: { [IMAGE]: FOREIGN, [`${REPOSITORY}:latest`]: FOREIGN } });

    expect([run.status, run.said.at(-1)]).toEqual([1, `error: the record of ${CONTENT_TAG} in the table records holds no digest, but "latest"`]);
    expect(callsOf(run, 'docker', 'push')).toEqual([]);
  });

  test('needs the records: where they cannot be read nothing is built, with the words of AWS', () => {
    const run = runImage({ script: { 'dynamodb GetItem': [{ error: '(AccessDeniedException) when calling the GetItem operation: no' }] } });

    expect([run.status, run.said]).toEqual([1, ['error: cannot reach the table records, where builds record their images', '| An error occurred (AccessDeniedException): no']]);
    expect(builds(run)).toEqual([]);
  });

  test('is asked for again where the table is busy', () => {
    const run = runImage({ script: { 'dynamodb GetItem': [{ error: '(ProvisionedThroughputExceededException) x: Throttling' }, { json: '' }] } });

    expect(run.status).toBe(0);
  });

  test('given a pull request is the recorded one too, and nothing is recorded of what is built', () => {
    expect(builds(runImage({ push: false, there: { [IMAGE]: OLDER }, script: recordedAs(OLDER, 7) }))).toEqual([]);
    const run = runImage({ push: false, there: { [IMAGE]: FOREIGN }, gates: GATES, result: { cacheStages: ['deps'] }, variables: { CACHE_TAG: 'cache-amd64' } });
    expect([run.status, builds(run).length > 0, awsCalls(run, 'dynamodb', 'PutItem')]).toEqual([0, true, []]);
  });
});

describe('the digest of what was built', () => {
  test('is what the push says, whatever is under the tag after it', () => {
    const push = { 'docker push': [{ json: `${CONTENT_TAG}: digest: ${PUSHED_DIGEST} size: 1500\n` }] };
    // the stand-in for the registry does not see this push: under the tag is nothing
    expect(runImage({ script: push }).exported.IMAGE_DIGEST).toBe(PUSHED_DIGEST);
  });

  test('is an error where the push does not say it', () => {
    const run = runImage({ script: { 'docker push': [{ json: 'pushed\n' }] } });

    expect(run.said).toContain(`error: ${IMAGE} was pushed, and it was not told which digest it has`);
  });

  test('is that of another build of the same content, where that has recorded it meanwhile', () => {
    // nothing is recorded at first; then another build has recorded its image
    const [{ json: record }] = recordedAs(OLDER, 7)['dynamodb GetItem'];
    const run = runImage({ there: { [`${REPOSITORY}:other`]: OLDER }, script: { 'dynamodb GetItem': [{ json: '' }, { json: record }] } });

    expect([run.status, run.exported.IMAGE_DIGEST, run.exported.BUILT]).toEqual([0, OLDER, expect.stringContaining('build/api:7|')]);
    expect(run.said).toContain('notice: another build of this content was first: its image is taken');
  });

  test('is that of the other where both record at once', () => {
    const [{ json: record }] = recordedAs(OLDER, 7)['dynamodb GetItem'];
    const script = { 'dynamodb GetItem': [{ json: '' }, { json: '' }, { json: record }], 'dynamodb PutItem': [REFUSED] };

    expect(runImage({ there: { [`${REPOSITORY}:other`]: OLDER }, script }).exported.IMAGE_DIGEST).toBe(OLDER);
  });
});

describe('a cache', () => {
  const cached = { result: { cacheStages: ['deps'] }, variables: { CACHE_TAG: 'cache-amd64' } };
  const read = (run: ScriptedRun) => builds(run).flatMap(call => call.filter(word => word.startsWith('type=registry,ref=')));

  test('is read by the digest that a build has recorded', () => {
    const script = { 'dynamodb GetItem': [{ json: '' }, ...recordedAs(OLDER, 7)['dynamodb GetItem'], { json: '' }] };
    const run = runImage({ ...cached, there: { [`${REPOSITORY}:cache-amd64-deps`]: OLDER }, script });

    expect([run.status, read(run)]).toEqual([0, [`type=registry,ref=${REPOSITORY}@${OLDER}`]]);
    expect(keysRead(run)[1]).toEqual([NAME, 'cache-amd64-deps']);
  });

  test('is not read where somebody else has pushed it', () => {
    expect(read(runImage({ ...cached, there: { [`${REPOSITORY}:cache-amd64-deps`]: FOREIGN } }))).toEqual([]);
  });

  test('is recorded when it is written', () => {
    const run = runImage(cached);

    expect(given(run, 'PutItem', 'Item').map(({ Tag, Digest }) => [Tag.S, Digest.S])).toEqual([[CONTENT_TAG, PUSHED_DIGEST], ['cache-amd64-deps', PUSHED_DIGEST]]);
  });
});

describe('tags', () => {
  const release = (tags: object[], script = {}, there = {}) => runImage({ result: { tags: tags as never }, variables: { RELEASE: 'true' }, script, there });
  const [FIXED, MOVING] = TAGS;

  test('that move are had by when the build began', () => {
    const run = release([MOVING]);

    expect(given(run, 'PutItem', 'Item').at(-1)).toEqual({ Repository: { S: `${NAME} tags` }, Tag: { S: 'main' }, Digest: { S: PUSHED_DIGEST }, Began: { N: '1790000000000' } });
    expect(given(run, 'PutItem', 'ExpressionAttributeValues').at(-1)).toEqual({ ':began': { N: '1790000000000' } });
    expect(tagsPut(run)).toEqual([[`${REPOSITORY}:main`, `${REPOSITORY}@${PUSHED_DIGEST}`]]);
  });

  test('that move do not go back to an image of a build that began earlier, and it says so', () => {
    const later = recordedAs(OLDER, 8)['dynamodb GetItem'];
    const run = release([MOVING], { 'dynamodb PutItem': [{ json: '' }, REFUSED], 'dynamodb GetItem': [{ json: '' }, { json: '' }, ...later] });

    expect([run.status, tagsPut(run)]).toEqual([0, []]);
    expect(run.said).toContain(`notice: the tag main of ${REPOSITORY} is not moved to ${PUSHED_DIGEST}: a later build has put it on ${OLDER}`);
  });

  test('that a later build has had while this one put them go back to its image', () => {
    const later = recordedAs(OLDER, 8)['dynamodb GetItem'];
    const run = release([MOVING], { 'dynamodb GetItem': [{ json: '' }, { json: '' }, ...later] }, { [`${REPOSITORY}:other`]: OLDER });

    expect(run.status).toBe(0);
    expect(tagsPut(run)).toEqual([[`${REPOSITORY}:main`, `${REPOSITORY}@${PUSHED_DIGEST}`], [`${REPOSITORY}:main`, `${REPOSITORY}@${OLDER}`]]);
    expect(run.said).toContain(`notice: the tag main of ${REPOSITORY} goes back to ${OLDER}, which a later build has put it on`);
  });

  test('that are fixed are kept from others while they are put, and then let go', () => {
    const run = release([FIXED]);

    expect(given(run, 'PutItem', 'Item').at(-1)).toEqual({ Repository: { S: `${NAME} tags` }, Tag: { S: '1.4.2' }, Digest: { S: PUSHED_DIGEST }, Held: { N: expect.stringMatching(/^\d+$/) } });
    expect(given(run, 'DeleteItem', 'Key')).toEqual([{ Repository: { S: `${NAME} tags` }, Tag: { S: '1.4.2' } }]);
  });

  test('that are fixed and that another build puts at the same time are an error, and are not let go', () => {
    const run = release([FIXED], { 'dynamodb PutItem': [{ json: '' }, REFUSED] });

    expect([run.status, run.said.at(-1)]).toEqual([1, `error: another build is putting the tag 1.4.2 of ${REPOSITORY} on another image: the tag is that of the first`]);
    expect([tagsPut(run), awsCalls(run, 'dynamodb', 'DeleteItem')]).toEqual([[], []]);
  });

  test('that are fixed are let go where they cannot be put', () => {
    const run = release([FIXED], { 'docker buildx imagetools create': [{ error: 'no' }] });

    expect([run.status, given(run, 'DeleteItem', 'Key')]).toEqual([1, [{ Repository: { S: `${NAME} tags` }, Tag: { S: '1.4.2' } }]]);
  });

  test('of the content are beside it where somebody else has pushed it', () => {
    const run = release([{ tag: CONTENT_TAG, moving: false }], {}, { [IMAGE]: FOREIGN });

    expect(tagsPut(run)).toEqual([[`${IMAGE}-dddddddddddd`, `${REPOSITORY}@${PUSHED_DIGEST}`]]);
    expect(run.said).toContain(`notice: the tag ${CONTENT_TAG} of ${REPOSITORY} holds ${FOREIGN}, which is not the image that was built: that one has the tag ${CONTENT_TAG}-dddddddddddd`);
  });

  test('of the content are an error there where somebody knows the image by it alone', () => {
    const run = runImage({ there: { [IMAGE]: FOREIGN }, variables: { BY_CONTENT_TAG: 'true' } });

    expect([run.status, run.said.at(-1)]).toEqual([1, expect.stringContaining(`error: the tag ${CONTENT_TAG} of ${REPOSITORY} holds ${FOREIGN} and would have to hold ${PUSHED_DIGEST}`)]);
  });
});
