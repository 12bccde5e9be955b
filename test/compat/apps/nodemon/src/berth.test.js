const assert = require('node:assert/strict');
const { test } = require('node:test');
const { berth } = require('./berth');

test('is told in hours', () => assert.equal(berth(1), 'berthed for 24 hours'));
