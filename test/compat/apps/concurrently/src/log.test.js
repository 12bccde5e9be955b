const assert = require('node:assert/strict');
const { test } = require('node:test');
const { latest } = require('./log');

test('tells the latest reading', () => assert.match(latest(), /1012/));
