const assert = require('node:assert');
const { test } = require('node:test');
const colors = require('picocolors');
const { sumOf } = require('./ledger.js');

test('entries add up', () => assert.equal(colors.createColors(false).red(sumOf([1, 2])), '3'));
