const { test } = require('node:test');
const assert = require('node:assert');
const { greeting } = require('./greeting');

test('the greeting says which service it is', () => {
  assert.match(greeting(), /^docks: ./);
});
