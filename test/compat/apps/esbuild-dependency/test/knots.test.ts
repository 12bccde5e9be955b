import assert from 'node:assert/strict';
import test from 'node:test';
import { kilometres } from '../src/knots.ts';

test('knots are kilometres an hour', () => {
  assert.equal(kilometres(10), 19);
});
