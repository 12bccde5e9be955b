'use strict';

const express = require('express');
const { addresses } = require('./lib/addresses');
const { readFeed } = require('./lib/feed');
const { Posts } = require('./lib/posts');
const { FeedQueue } = require('./lib/queue');
const { serve } = require('./lib/serve');

const feeds = addresses();
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
