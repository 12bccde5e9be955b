import * as fs from 'fs';
import * as path from 'path';
import { prepare } from '../../../lib/steps/build/prepare';
import { AwsError } from '../../../lib/steps/world/aws';
import { add } from '../../temporary';
import { FakeWorldOptions, fakeWorld } from '../world';

const RESULT = { contentTag: 'tag', gates: [], cacheStages: [], baseImages: [], tags: [] };
const BODY = { Body: { transformToByteArray: async () => Buffer.from('a zip') } };
const FORBIDDEN = new AwsError('403', 'Forbidden', false);
const FILES = { 'package.json': '{}', '.git/HEAD': 'ref', '.nodejs-image/step.mjs': '' };

/** A world in which the program of the plan makes a context. */
const world = (more: FakeWorldOptions = {}) => fakeWorld({
  variables: { PLAN: 'bucket/path/of/plan.zip', CODEBUILD_RESOLVED_SOURCE_VERSION: 'c0ffee' }, files: FILES, aws: { 's3 GetObject': [BODY] },
  run: ({ program, variables }) => {
    if (program === 'node') add(variables!.OUTPUT, { 'context/Dockerfile': 'FROM scratch\n', 'result.json': RESULT });
    return program === 'node' ? { stderr: 'a warning\n' } : {};
  },
  ...more,
});

test('the program of the plan is given the sources alone, and makes the context', async () => {
  const given = world();

  expect(await prepare(given)).toEqual(RESULT);

  const below = (name: string) => path.join(given.work, name);
  expect(given.calls).toEqual([{ service: 's3', operation: 'GetObject', input: { Bucket: 'bucket', Key: 'path/of/plan.zip' } }]);
  expect(fs.readFileSync(below('plan.zip'), 'utf8')).toBe('a zip');
  expect(given.runs).toEqual([
    { program: 'unzip', words: ['-q', below('plan.zip'), '-d', below('plan')] },
    { program: 'node', words: [below('plan/index.js')], variables: { PLAN: below('plan/plan.json'), SOURCE: below('source'), OUTPUT: below('made'), SOURCE_VERSION: 'c0ffee' } },
  ]);
  expect(fs.readdirSync(given.source)).toEqual(['.nodejs-image']);
  expect(fs.readdirSync(below('source')).sort()).toEqual(['.git', 'package.json']);
  expect(fs.readdirSync(below('context'))).toEqual(['Dockerfile']);
  expect([given.shown, given.said]).toEqual([['a warning\n'], []]);
});

test.each([
  ['a program', { '.nodejs-image/plan/index.js': 'attack()' }, '.nodejs-image/plan'],
  ['a context', { '.nodejs-image/context/Dockerfile': 'FROM scratch' }, '.nodejs-image/context'],
])('%s that the sources hold where the build has its own is refused, before anything of it is used', async (_, files, name) => {
  const given = world({ files: { ...FILES, ...files } });

  await expect(prepare(given)).rejects.toThrow(`the source holds ${name}, where the build has its own files: remove the directory .nodejs-image from the source`);
  expect([given.calls, given.runs]).toEqual([[], []]);
});

test('a link in the place of the directory of the build is refused', async () => {
  const given = world({ files: { 'elsewhere/step.mjs': '' } });
  fs.symlinkSync('elsewhere', given.work);

  await expect(prepare(given)).rejects.toThrow('the source holds .nodejs-image, where the build has its own files');
});

test('a plan that cannot be read is asked for three times, longer apart each time', async () => {
  const given = world({ aws: { 's3 GetObject': [FORBIDDEN] } });

  await expect(prepare(given)).rejects.toMatchObject({ reason: 'cannot read the plan of the image from bucket/path/of/plan.zip', detail: 'An error occurred (403): Forbidden' });
  expect([given.calls.length, given.paused, given.runs]).toEqual([3, [2, 4], []]);
});

test('a plan that can be read at last is taken, and one that breaks off is asked for again', async () => {
  const broken = { Body: { transformToByteArray: async () => { throw new Error('aborted'); } } };

  expect(await prepare(world({ aws: { 's3 GetObject': [FORBIDDEN, broken, BODY] } }))).toEqual(RESULT);
  await expect(prepare(world({ aws: { 's3 GetObject': [broken] } }))).rejects.toThrow('aborted');
});

test('a plan that is no archive is an error', async () => {
  const given = world({ run: ({ program }) => program === 'unzip' ? { code: 9, output: 'no archive' } : {} });

  await expect(prepare(given)).rejects.toMatchObject({ reason: 'the plan of the image cannot be unpacked from bucket/path/of/plan.zip', detail: 'no archive' });
});

test.each([
  ['why in its first line', 'the source no longer fits\nfirst\nlast\n', { reason: 'the source no longer fits', detail: 'first\nlast\n' }],
  ['nothing', '', { reason: 'the program that makes the build context ended with 137 and said nothing', detail: '' }],
])('a program that fails and says %s has that as the reason', async (_, stderr, failure) => {
  const given = world({ run: ({ program }) => program === 'node' ? { code: 137, stderr } : {} });

  await expect(prepare(given)).rejects.toMatchObject(failure);
  expect(given.shown).toEqual([]);
});
