import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

test('the page loads its program', () => {
  assert.match(readFileSync(new URL('../index.html', import.meta.url), 'utf8'), /src\/main\.js/);
});
