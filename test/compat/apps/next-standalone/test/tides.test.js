import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextHighTide } from '../lib/tides.js';

test('the next high tide comes half a lunar day later', () => {
  assert.equal(nextHighTide(1), 13.42);
  assert.equal(nextHighTide(20), 8.42);
});
