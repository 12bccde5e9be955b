'use strict';

const express = require('express');

const FEED = /^application\/(rss|atom)\+xml$/;

/** The addresses in <link rel="alternate" type="application/rss+xml" href="...">, made absolute. */
function discover(html, page) {
  return [...html.matchAll(/<link\b[^>]*>/gi)]
    .map(([tag]) =>
      Object.fromEntries(
        [...tag.matchAll(/([\w-]+)\s*=\s*["']([^"']*)["']/g)].map(([, key, value]) => [key.toLowerCase(), value]),
      ),
    )
    .filter(({ rel, type, href }) => rel === 'alternate' && FEED.test(type) && URL.canParse(href, page))
    .map(({ href }) => new URL(href, page).href);
}

function createApp() {
  const app = express().use(express.text({ type: 'text/html', limit: '1mb' }));

  app.get('/', (req, res) => res.json({ service: 'feed-discovery' }));
  app.get('/health', (req, res) => res.json({ status: 'ok' }));

  app.post('/discover', (req, res) => {
    const { page } = req.query;
    if (!URL.canParse(page)) return res.status(400).json({ error: 'page must be the address of the HTML sent' });
    if (typeof req.body !== 'string') return res.status(415).json({ error: 'send the page as text/html' });
    res.json(discover(req.body, page));
  });

  return app;
}

module.exports = { createApp, discover };
