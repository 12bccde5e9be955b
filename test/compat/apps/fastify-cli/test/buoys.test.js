import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import app from '../app.js';

test('lists the buoys', async context => {
  const fastify = Fastify();
  context.after(() => fastify.close());
  fastify.register(app);
  const response = await fastify.inject('/buoys');
  assert.equal(response.json()[0].light, 'Q(9) 15s');
});
