const assert = require('node:assert/strict');
const test = require('node:test');
const sharp = require('sharp');
const { flag } = require('./flag');

test('a flag is as wide as it should be', async () => {
  assert.equal((await sharp(await flag(7)).metadata()).width, 7);
});
