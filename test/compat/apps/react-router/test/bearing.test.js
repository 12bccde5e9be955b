import assert from 'node:assert/strict';
import { test } from 'node:test';
import { back } from '../app/bearing.js';

test('the way back is the opposite bearing', () => {
  assert.deepEqual([0, 90, 270].map(back), [180, 270, 90]);
});
