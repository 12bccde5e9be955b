const assert = require('node:assert');
const { test } = require('node:test');
const { ask } = require('@quay/testkit');
const { server } = require('../src/server');

test('forecasts', async () => assert.match(await ask(server), /^tide in 12h from /));
