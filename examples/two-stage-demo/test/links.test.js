import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { InvalidLink, Links } from '../src/links.js';

test('every web address comes back as it went in', () => {
  fc.assert(
    fc.property(fc.webUrl(), (url) => {
      const links = new Links();
      assert.equal(links.resolve(links.add(url)), new URL(url).href);
    }),
    { seed: 1, numRuns: 50 },
  );
});

test('ids are short, safe in a URL and not repeated', () => {
  const links = new Links();
  const ids = Array.from({ length: 500 }, (_, i) => links.add(`https://example.com/${i}`));
  assert.equal(new Set(ids).size, 500);
  for (const id of ids) assert.match(id, /^[\w-]{8}$/);
});

for (const target of [undefined, '', 'example.com', 'javascript:alert(1)', 'https://', 42]) {
  test(`refuses ${JSON.stringify(target)}`, () => {
    assert.throws(() => new Links().add(target), InvalidLink);
  });
}
