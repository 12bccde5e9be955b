'use strict';

const express = require('express');

const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** An index from word to posts; a query finds the posts that hold all of its words. */
function createApp() {
  const index = new Map();
  const app = express().use(express.json());

  app.get('/', (req, res) => res.json({ service: 'search', words: index.size }));
  app.get('/health', (req, res) => res.json({ status: 'ok' }));

  app.put('/documents/:id', (req, res) => {
    const { text } = req.body ?? {};
    if (typeof text !== 'string') return res.status(400).json({ error: 'text is missing' });
    for (const ids of index.values()) ids.delete(req.params.id);
    for (const word of words(text)) index.set(word, (index.get(word) ?? new Set()).add(req.params.id));
    res.sendStatus(204);
  });

  app.get('/query', (req, res) => {
    const [first, ...others] = words(String(req.query.text ?? '')).map((word) => index.get(word) ?? new Set());
    if (!first) return res.status(400).json({ error: 'text is missing' });
    res.json([...first].filter((id) => others.every((ids) => ids.has(id))).sort());
  });

  return app;
}

module.exports = { createApp };
