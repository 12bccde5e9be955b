import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { open } from './database.js';

const app = new Hono();
app.get('/', context => context.text('soundings'));
app.get('/:square', async context => {
  const soundings = open();
  await soundings.prepare();
  return context.json(await soundings.shallowest(context.req.param('square')));
});
serve({ fetch: app.fetch, port: 3000 });
