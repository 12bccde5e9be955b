'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { pathToFileURL } = require('node:url');
const { parseFeed, readFeed } = require('../src/backend/lib/feed');

const bundled = (file) => pathToFileURL(path.join(__dirname, '..', 'src', 'backend', 'feeds', file));

test('reads RSS', async () => {
  const posts = await readFeed(bundled('harbour.xml'));
  assert.equal(posts.length, 2);
  assert.deepEqual(posts[0], {
    blog: 'Harbour Notes',
    title: 'Small images sail faster',
    url: 'https://harbour.example/small-images',
    published: '2026-03-02T09:00:00.000Z',
  });
});

test('reads Atom', async () => {
  assert.deepEqual(await readFeed(bundled('lighthouse.xml')), [
    {
      blog: 'Lighthouse',
      title: 'Watching over health checks',
      url: 'https://lighthouse.example/health',
      published: '2026-03-04T12:00:00.000Z',
    },
  ]);
});

test('reads a feed without posts', () => {
  assert.deepEqual(parseFeed('<rss><channel><title>New</title></channel></rss>'), []);
});

test('refuses what is no feed', () => {
  assert.throws(() => parseFeed('<html></html>'), /neither RSS nor Atom/);
});
