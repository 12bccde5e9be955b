const assert = require('node:assert');
const { test } = require('node:test');
const { page } = require('../src/documents');

test('tons of one port are summed up', () => {
  assert.match(page([{ port: 'Kiel', tons: 3 }, { port: 'Kiel', tons: 4 }]), /<td>Kiel<\/td><td>7<\/td>/);
});
