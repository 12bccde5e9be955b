import { preparedOf, releaseTags } from '../../../lib/steps/build/prepared';

const TAG = '0123456789abcdef0123456789abcdef';
const told = { contentTag: TAG, gates: ['lint'], cacheStages: ['deps'], baseImages: ['node:22'], tags: [{ tag: TAG, moving: false }, { tag: '1.4.2', moving: false }, { tag: 'main', moving: true }] };

test('what is told is taken as it is, where everything was known at synthesis', () => {
  expect(preparedOf(told, {})).toEqual(told);
  expect(preparedOf(told, { DERIVE_ARGS: '', DERIVE_FROM: '' })).toEqual(told);
});

test('other base images and arguments make another content, whose tag is told in place of the one of the sources', () => {
  const derived = [{ DERIVE_ARGS: '{"A":"b"}' }, { DERIVE_FROM: 'current' }, { DERIVE_ARGS: 'b' }, { DERIVE_ARGS: '{"A":"b"}', DERIVE_FROM: 'current' }].map(variables => preparedOf(told, variables));

  expect(new Set([TAG, ...derived.map(({ contentTag }) => contentTag)]).size).toBe(5);
  derived.forEach(({ contentTag, tags }) => {
    expect(contentTag).toMatch(/^[0-9a-f]{32}$/);
    expect(tags).toEqual([{ tag: contentTag, moving: false }, ...told.tags.slice(1)]);
  });
});

test('the tag of a derived content is the one that it always was', () => {
  // printf '%s\n%s\n%s' 0123456789abcdef0123456789abcdef '{"A":"b"}' seen | sha256sum
  expect(preparedOf(told, { DERIVE_ARGS: '{"A":"b"}', DERIVE_FROM: 'seen' }).contentTag).toBe('a0823dbbcbc75b86d4d02792545158a6');
});

test('on other base images the tags are those that move, and that of the content', () => {
  expect(releaseTags(told.tags, 'new', 'seen')).toEqual([{ tag: 'new', moving: false }, { tag: 'main', moving: true }]);
});

test.each([['contentTag', 'CONTENT_TAG'], ['gates', 'GATES'], ['cacheStages', 'CACHE_STAGES'], ['baseImages', 'BASE_IMAGES'], ['tags', 'TAGS']])('that "%s" is not told is an error', (key, variable) => {
  expect(() => preparedOf({ ...told, [key]: undefined }, {})).toThrow(`the program that makes the build context did not tell ${variable}`);
});
