import assert from 'node:assert';
import { after, test } from 'node:test';
import { Queue, QueueEvents, Worker } from 'bullmq';
import { connection } from './connection.js';
import { hours } from './jobs.js';

const queue = new Queue('voyages', { connection });
const events = new QueueEvents('voyages', { connection });
const worker = new Worker('voyages', async job => hours(job), { connection });
after(async () => {
  for (const each of [worker, events, queue]) await each.close();
}, { timeout: 10_000 });

test('a job is done by a worker', async () => {
  await events.waitUntilReady();
  const job = await queue.add('voyage', { miles: 120, knots: 6 });
  assert.strictEqual(await job.waitUntilFinished(events, 20_000), 20);
});

test('a job that fails says why', async () => {
  const job = await queue.add('voyage', { miles: 120, knots: 0 });
  await assert.rejects(job.waitUntilFinished(events, 20_000), /a ship makes way/);
});
