const assert = require('node:assert');
const { test } = require('node:test');
const { answer } = require('../../../dist/apps/api/main');

test('three metres', () => assert.strictEqual(answer(), 'full in 6m'));
