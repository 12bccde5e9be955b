import { nameContent, putTag, requireTags } from '../../../lib/steps/tags/put-tags';
import { tagsOf } from '../../../lib/steps/tags/tag';
import { AwsError } from '../../../lib/steps/world/aws';
import { fakeWorld, FakeWorldOptions } from '../world';

const [OURS, OTHER] = ['a', 'b'].map(digit => `sha256:${digit.repeat(64)}`);
const HELD = new AwsError('ConditionalCheckFailedException', 'no', false);

/** A world with a registry, in which putting a tag puts it. */
function world({ tags = {}, ...options }: FakeWorldOptions & { tags?: Record<string, string> } = {}) {
  const registry = new Map(Object.entries(tags));
  return fakeWorld({
    ...options,
    variables: { REPOSITORY: 'host/api', ...options.variables },
    run: ({ words }) => {
      if (words[2] === 'create') {
        registry.set(words[5].slice('host/api:'.length), words[6].split('@')[1]);
        return {};
      }
      const digest = registry.get(words[3].slice('host/api:'.length));
      return digest ? { stdout: JSON.stringify({ digest }) } : { code: 1, stderr: `ERROR: ${words[3]}: not found\n` };
    },
  });
}

test('a tag is put and looked at', async () => {
  const here = world();
  await putTag(here, { tag: 'v1', moving: false }, OURS);

  expect([here.said, here.calls, here.runs.map(({ words }) => words[2])]).toEqual([[`host/api:v1 is ${OURS}`], [], ['inspect', 'create', 'inspect']]);
});

test('a fixed tag on another image is a conflict, a moving one is not', async () => {
  const tags = { v1: OTHER };

  await expect(putTag(world({ tags }), { tag: 'v1', moving: false }, OURS)).rejects.toThrow(`the tag v1 of host/api holds ${OTHER} and would have to hold ${OURS}`);
  await expect(requireTags(world({ tags }), [{ tag: 'v1', moving: false }], OURS)).rejects.toThrow('give this image another tag');
  await expect(requireTags(world({ tags }), [{ tag: 'v1', moving: true }], OURS)).resolves.toBeUndefined();
  const here = world({ tags });
  await putTag(here, { tag: 'v1', moving: true }, OURS);
  expect(here.said).toEqual([`host/api:v1 is ${OURS}`]);
});

test('a fixed tag is let go whatever becomes of it, and what went wrong is told', async () => {
  const here = world({ tags: { v1: OTHER }, variables: { RECORDS: 't' }, aws: { 'dynamodb PutItem': [{}], 'dynamodb DeleteItem': [new AwsError('Broken', 'x', false)] } });

  await expect(putTag(here, { tag: 'v1', moving: false }, OURS)).rejects.toThrow('holds');
  expect(here.calls.map(({ operation }) => operation)).toEqual(['PutItem', 'DeleteItem']);
});

test('a fixed tag that another build holds is that of the other', async () => {
  await expect(putTag(world({ variables: { RECORDS: 't' }, aws: { 'dynamodb PutItem': [HELD] } }), { tag: 'v1', moving: false }, OURS))
    .rejects.toThrow('another build is putting the tag v1 of host/api on another image: the tag is that of the first');
});

test('a moving tag that a later build has stays where it is', async () => {
  const aws = { 'dynamodb PutItem': [HELD], 'dynamodb GetItem': [{ Item: { Digest: { S: OTHER } } }] };
  const here = world({ variables: { RECORDS: 't', BEGAN: '1' }, aws });
  await putTag(here, { tag: 'main', moving: true }, OURS);

  expect([here.said, here.runs]).toEqual([[`notice: the tag main of host/api is not moved to ${OURS}: a later build has put it on ${OTHER}`], []]);
});

test('the tag of a content that is on another image gets one beside it', async () => {
  const here = world({ tags: { content: OTHER } });

  expect([await nameContent(here, 'content', OURS), await nameContent(here, 'free', OURS)]).toEqual(['content-aaaaaaaaaaaa', 'free']);
  await expect(nameContent(world({ tags: { content: OTHER }, variables: { BY_CONTENT_TAG: 'true' } }), 'content', OURS)).rejects.toThrow('holds');
});

test.each(['', '[]', undefined])('no tags are %j', TAGS => expect(tagsOf(world({ variables: TAGS === undefined ? {} : { TAGS } }))).toEqual([]));

test.each(['{', '{}', '[{}]', '[{"tag":1}]', '["a"]', 'null', '[{"tag":"a\\u0000"}]'])('%j are no tags', TAGS => {
  expect(() => tagsOf(world({ variables: { TAGS } }))).toThrow('the variable TAGS is not the JSON that it should be');
});
