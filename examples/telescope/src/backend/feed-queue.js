'use strict';

const { readdirSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const express = require('express');
const { readFeed } = require('./lib/feed');
const { Posts } = require('./lib/posts');
const { FeedQueue } = require('./lib/queue');
const { serve } = require('./lib/serve');

const BUNDLED = path.join(__dirname, 'feeds');
const bundled = () => readdirSync(BUNDLED).map((file) => pathToFileURL(path.join(BUNDLED, file)));

/** FEEDS: addresses separated by spaces. */
const feeds = process.env.FEEDS?.split(' ').map((feed) => new URL(feed)) ?? bundled();
const queue = new FeedQueue({ feeds, read: readFeed, posts: new Posts() });

async function gather() {
  console.log(`gathered ${await queue.run()} posts of ${feeds.length} feeds`);
}

gather();
setInterval(gather, Number(process.env.INTERVAL_SECONDS ?? 60) * 1000).unref();

const app = express();
app.get('/', (req, res) => res.json({ feeds: feeds.length, failed: queue.failed }));
app.get('/health', (req, res) => res.json({ status: 'ok' }));
serve(app, Number(process.env.PORT ?? 3001));
