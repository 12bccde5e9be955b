const assert = require('node:assert/strict');
const test = require('node:test');
const { high } = require('./tides');

test('a harbour is found by the index', () => {
  assert.equal(high('Cork'), '05:40');
});
