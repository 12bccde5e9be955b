const assert = require('node:assert/strict');
const test = require('node:test');
const { greeting } = require('./greeting');

test('the one who is greeted is named', () => {
  assert.match(greeting('Ines'), /Ines/);
});
