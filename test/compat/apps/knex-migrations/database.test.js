const assert = require('node:assert/strict');
const test = require('node:test');
const { open } = require('./database');

test('the migrations bring a fleet', async () => {
  const database = await open();
  assert.equal((await database('boats')).length, 2);
  await database.destroy();
});
