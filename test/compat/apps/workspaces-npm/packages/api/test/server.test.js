const test = require('node:test');
const assert = require('node:assert');
const { ask } = require('@shop/testkit');
const { answer } = require('../src/server');
const expected = require('./expected.json');

test('greets', () => assert.strictEqual(ask(answer, '/').trim(), expected.page));
test('is well', () => assert.strictEqual(ask(answer, '/health'), expected.health));
