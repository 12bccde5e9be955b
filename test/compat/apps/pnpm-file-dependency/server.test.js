const assert = require('node:assert');
const { test } = require('node:test');
const { notFound } = require('knots');
const colors = require('picocolors');

test('development and production dependencies are there', () => {
  assert.equal(colors.createColors(false).red(notFound().message), 'Not Found');
});
