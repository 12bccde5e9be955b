'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { mkdtemp, mkdir, rm, writeFile } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { pathToFileURL } = require('node:url');
const expected = require('./expected.json');
const { readFeed } = require('../src/backend/lib/feed');
const { Posts } = require('../src/backend/lib/posts');
const { FeedQueue } = require('../src/backend/lib/queue');
const { createApp } = require('../src/backend/web/app');

const feeds = ['harbour.xml', 'missing.xml', 'lighthouse.xml'].map((file) =>
  pathToFileURL(path.join(__dirname, '..', 'src', 'backend', 'feeds', file)),
);
const silent = { error() {} };
let directory;
let posts;

async function start(options) {
  const server = createApp({ posts, frontend: path.join(directory, 'not-built'), ...options }).listen(0);
  await once(server, 'listening');
  after(() => server.close());
  return `http://localhost:${server.address().port}`;
}

before(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'telescope-'));
  posts = new Posts(path.join(directory, 'posts.json'));
});
after(() => rm(directory, { recursive: true }));

test('has no posts before the queue ran', async () => {
  assert.deepEqual(await posts.list(), []);
});

test('the queue gathers what can be read and the API lists it, newest first', async () => {
  const queue = new FeedQueue({ feeds, read: readFeed, posts, log: silent });
  assert.equal(await queue.run(), expected.titles.length);
  assert.equal(queue.failed, 1);

  const response = await fetch(`${await start()}/posts`);
  assert.equal(response.headers.get('x-total-count'), String(expected.titles.length));
  assert.deepEqual(
    (await response.json()).map(({ title }) => title),
    expected.titles,
  );
});

test('pages', async () => {
  const response = await fetch(`${await start()}/posts?per_page=2&page=2`);
  assert.deepEqual(
    (await response.json()).map(({ title }) => title),
    expected.titles.slice(2),
  );
});

test('lists the blogs', async () => {
  const response = await fetch(`${await start()}/blogs`);
  assert.deepEqual(await response.json(), ['Harbour Notes', 'Lighthouse']);
});

test('is healthy', async () => {
  const response = await fetch(`${await start()}/health`);
  assert.deepEqual(await response.json(), { status: expected.health });
});

test('says so when the front end is not built', async () => {
  assert.match(await (await fetch(await start())).text(), /not built/);
});

test('serves the front end when it is', async () => {
  const frontend = path.join(directory, 'dist');
  await mkdir(frontend);
  await writeFile(path.join(frontend, 'index.html'), '<title>Telescope</title>');
  assert.match(await (await fetch(await start({ frontend }))).text(), /<title>Telescope/);
});
