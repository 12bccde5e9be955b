'use strict';

const { existsSync } = require('node:fs');
const path = require('node:path');
const express = require('express');

const FRONTEND = path.join(__dirname, '..', '..', 'frontend', 'dist');

/** The REST API and the front end, where it was built. */
function createApp({ posts, frontend = FRONTEND }) {
  const app = express();
  app.disable('x-powered-by');

  app.get('/health', (req, res) => res.json({ status: 'ok' }));
  app.get('/posts', async (req, res) => {
    const perPage = Math.min(Number(req.query.per_page) || 30, 100);
    const page = Math.max(Number(req.query.page) || 1, 1);
    const all = await posts.list();
    res.set('x-total-count', String(all.length)).json(all.slice((page - 1) * perPage, page * perPage));
  });
  app.get('/blogs', async (req, res) => {
    res.json([...new Set((await posts.list()).map(({ blog }) => blog))].sort());
  });

  if (existsSync(frontend)) {
    app.use(express.static(frontend));
  } else {
    app.get('/', (req, res) => res.type('text').send('The front end is not built: npm run build'));
  }
  return app;
}

module.exports = { createApp };
