import assert from 'node:assert/strict';
import { test } from 'node:test';
import { height } from '@coast/tides';

test('falls for six hours', () => {
  assert.deepEqual([0, 3, 6].map(height), [5, 3, 1]);
});
