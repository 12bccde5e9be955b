const assert = require('node:assert');
const { test } = require('node:test');
const { answer } = require('../dist/answer');

test('two days', () => assert.strictEqual(answer(2), 'a stay of 2 days is 172800000 ms'));
