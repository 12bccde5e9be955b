const assert = require('node:assert');
const { test } = require('node:test');
const { forecast } = require('@quay/almanac');

test('forecasts', () => assert.equal(forecast('buoy'), 'buoy in 12h'));
