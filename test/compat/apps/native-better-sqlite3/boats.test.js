const assert = require('node:assert/strict');
const test = require('node:test');
const { open } = require('./boats');

test('boats are listed by name', () => {
  const boats = open();
  ['Petrel', 'Avocet'].forEach(boats.add);
  assert.deepEqual(boats.names(), ['Avocet', 'Petrel']);
});
