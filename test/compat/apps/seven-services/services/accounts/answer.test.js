const assert = require('node:assert');
const { test } = require('node:test');
const { answer } = require('./answer');

test('answers', () => assert.match(answer(), /^accounts /));
