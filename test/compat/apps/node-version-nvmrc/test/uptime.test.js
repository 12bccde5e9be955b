const assert = require('node:assert');
const { test } = require('node:test');
const { uptime } = require('../uptime');

test('tells the line of Node.js and the time', () => assert.match(uptime(60), /^node v\d+ up for 1m$/));
