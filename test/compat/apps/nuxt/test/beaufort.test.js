import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beaufort } from '../app/utils/beaufort.js';

test('the force grows with the speed, up to twelve', () => {
  assert.deepEqual([0, 3, 20, 60].map(beaufort), [0, 2, 8, 12]);
});
