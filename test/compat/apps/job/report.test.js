const assert = require('node:assert/strict');
const { test } = require('node:test');
const { report } = require('./report');

test('tells the mean', () => assert.equal(report([1, 3]), 'mean wind 2 m/s'));
