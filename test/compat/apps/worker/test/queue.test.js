const assert = require('node:assert/strict');
const { test } = require('node:test');
const { nextJob } = require('../queue');

test('numbers the jobs', () => {
  assert.equal(nextJob(), 'job 1 may take 120000 ms');
});
