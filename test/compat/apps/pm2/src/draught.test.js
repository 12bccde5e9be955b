const assert = require('node:assert/strict');
const { test } = require('node:test');
const { draught } = require('./draught');

test('is told in feet', () => assert.equal(draught(1.8), '5.9 feet'));
