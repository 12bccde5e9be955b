const assert = require('node:assert');
const { test } = require('node:test');
const { sample } = require('@fleet/sample');
const { answer } = require('./answer');

test('lists the boats', () => assert.strictEqual(answer(), sample));
