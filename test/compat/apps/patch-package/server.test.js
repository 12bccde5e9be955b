const assert = require('node:assert/strict');
const test = require('node:test');
const { patched } = require('picocolors');
const escape = require('escape-html');

test('the dependency is patched', () => {
  assert.equal(escape(patched), 'with care');
});
