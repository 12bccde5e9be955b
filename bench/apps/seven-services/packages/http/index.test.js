const { test } = require('node:test');
const assert = require('node:assert');
const { application } = require('.');

test('an application is a function', () => {
  assert.equal(typeof application(() => 'hello'), 'function');
});
