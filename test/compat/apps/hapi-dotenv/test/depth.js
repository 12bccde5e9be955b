const test = require('ava');
const { depthAt } = require('../lib/depth');

test('is greatest at high water', t => {
  t.is(depthAt(0), 2);
  t.is(depthAt(6), 5);
});
