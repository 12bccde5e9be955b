import assert from 'node:assert';
import { test } from 'node:test';
import createError from 'http-errors';
import colors from 'picocolors';

test('development and production dependencies are there', () => {
  assert.equal(colors.createColors(false).red(createError(404).message), 'Not Found');
});
