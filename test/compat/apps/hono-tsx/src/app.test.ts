import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app } from '@/app';

test('tells what a flag means', async () => {
  assert.equal(await (await app.request('/signal/A')).text(), 'diver down');
  assert.equal((await app.request('/signal/Z')).status, 404);
});
