const assert = require('node:assert');
const { test } = require('node:test');
const createError = require('http-errors');
const colors = require('picocolors');

test('development and production dependencies are there', () => {
  assert.equal(colors.createColors(false).red(createError(404).message), 'Not Found');
});
