import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLit } from '../src/lamp.js';

test('the lamp is lit for two seconds of every ten', () => {
  assert.deepEqual([0, 1, 2, 9, 10].map(moment => isLit(moment)), [true, true, false, false, true]);
});
