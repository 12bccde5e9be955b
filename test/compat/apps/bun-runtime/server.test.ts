import { expect, test } from 'bun:test';
import createError from 'http-errors';
import colors from 'picocolors';

test('development and production dependencies are there', () => {
  expect(colors.createColors(false).red(createError(404).message)).toBe('Not Found');
});
