const assert = require('node:assert/strict');
const { test } = require('node:test');
require('reflect-metadata');
const { BerthsService } = require('../dist/berths.service.js');

test('a boat fits into the berths that are long enough', () => {
  assert.deepEqual(new BerthsService().free(12), [15, 20]);
});
