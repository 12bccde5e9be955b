'use strict';

const crypto = require('node:crypto');
const express = require('express');

/** Posts by id. The id comes from the address, so sending a post twice changes it instead. */
function createApp({ perPage = 20 } = {}) {
  const posts = new Map();
  const app = express().use(express.json());

  app.get('/', (req, res) => res.json({ service: 'posts' }));
  app.get('/health', (req, res) => res.json({ status: 'ok' }));

  app.get('/posts', (req, res) => {
    const page = Math.max(Number(req.query.page) || 1, 1);
    const sorted = [...posts.values()].sort((a, b) => b.published.localeCompare(a.published));
    res.json(sorted.slice((page - 1) * perPage, page * perPage));
  });

  app.get('/posts/:id', (req, res) => {
    const post = posts.get(req.params.id);
    res.status(post ? 200 : 404).json(post ?? { error: 'no such post' });
  });

  app.put('/posts', (req, res) => {
    const { url, title, published } = req.body ?? {};
    if (!URL.canParse(url) || !title || Number.isNaN(Date.parse(published)))
      return res.status(400).json({ error: 'a post needs url, title and published' });
    const id = crypto.createHash('sha256').update(url).digest('hex').slice(0, 10);
    const status = posts.has(id) ? 200 : 201;
    posts.set(id, { id, url, title, published: new Date(published).toISOString() });
    res.status(status).json(posts.get(id));
  });

  return app;
}

module.exports = { createApp };
