'use strict';

const express = require('express');
const { XMLParser } = require('fast-xml-parser');

const xml = new XMLParser();

/** The title of an RSS feed and its posts, or undefined when it is none. */
function parse(text) {
  const channel = xml.parse(text).rss?.channel;
  if (!channel) return undefined;
  const posts = [channel.item ?? []].flat().map(({ title, link, pubDate }) => ({ title, link, published: pubDate }));
  return { blog: channel.title, posts };
}

function createApp() {
  const app = express().use(express.text({ type: '*/xml', limit: '1mb' }));

  app.get('/', (req, res) => res.json({ service: 'parser' }));
  app.get('/health', (req, res) => res.json({ status: 'ok' }));

  app.post('/parse', (req, res) => {
    const feed = typeof req.body === 'string' ? parse(req.body) : undefined;
    res.status(feed ? 200 : 422).json(feed ?? { error: 'not an RSS feed' });
  });

  return app;
}

module.exports = { createApp, parse };
