const assert = require('node:assert/strict');
const { test } = require('node:test');
const { passage } = require('./passage');

test('is told in hours', () => assert.equal(passage(30, 5), '6 hours'));
