const assert = require('node:assert');
const { test } = require('node:test');
const ms = require('ms');

test('the next tide comes after six hours', () => assert.strictEqual(ms('6h'), 21600000));
