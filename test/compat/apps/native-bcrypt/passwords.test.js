const assert = require('node:assert/strict');
const test = require('node:test');
const { fits, hash } = require('./passwords');

test('a password fits its own hash and no other', async () => {
  assert.equal(await fits('lantern', await hash('lantern')), true);
  assert.equal(await fits('anchor', await hash('lantern')), false);
});
