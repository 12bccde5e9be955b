const assert = require('node:assert/strict');
const test = require('node:test');
const { open } = require('./database');

test('the migrations bring a fleet', async () => {
  assert.deepEqual((await open()).names(), ['Avocet', 'Petrel']);
});
