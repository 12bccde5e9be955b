import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knots } from '../src/lib/knots.js';

test('a hundred kilometres an hour are fifty-four knots', () => {
  assert.equal(knots(100), 54);
});
