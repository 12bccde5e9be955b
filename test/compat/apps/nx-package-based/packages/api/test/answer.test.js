const assert = require('node:assert');
const { test } = require('node:test');
const { answer } = require('../dist/answer');

test('three metres', () => assert.strictEqual(answer(), 'full in 6m'));
