const assert = require('node:assert');
const test = require('node:test');
const { open } = require('../queue');

test('jobs are taken in the order in which they came', async () => {
  const queue = open();
  await queue.push({ id: 1 });
  await queue.push({ id: 2 });
  assert.deepStrictEqual([await queue.take(), await queue.take()], [{ id: 1 }, { id: 2 }]);
  queue.close();
});
