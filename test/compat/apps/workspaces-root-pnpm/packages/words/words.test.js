const assert = require('node:assert');
const { test } = require('node:test');
const colors = require('picocolors');
const { inDays } = require('./index.js');

test('days are days', () => assert.equal(colors.createColors(false).red(inDays(2)), '2 days'));
