const assert = require('node:assert');
const { test } = require('node:test');
const { tide } = require('../dist/tide');

test('the next tide comes after six hours', () => assert.strictEqual(tide().next, 21600000));
