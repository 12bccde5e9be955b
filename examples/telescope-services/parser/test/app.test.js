'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const request = require('supertest');
const { createApp, parse } = require('../src/app');
const expected = require('./expected.json');

const item = (title) => `<item><title>${title}</title><link>https://blog.example/${title}</link></item>`;
const feed = (...items) => `<rss version="2.0"><channel><title>Blog</title>${items.join('')}</channel></rss>`;
const send = (body) => request(createApp()).post('/parse').type('application/xml').send(body);

test('is healthy', () => request(createApp()).get('/health').expect(200, { status: expected.health }));

test('makes posts of a feed', async () => {
  const { body } = await send(feed(...expected.titles.map(item))).expect(200);
  assert.equal(body.blog, 'Blog');
  assert.deepEqual(
    body.posts.map(({ title }) => title),
    expected.titles,
  );
});

test('takes a feed of one post, or of none', () => {
  assert.equal(parse(feed(item('only'))).posts.length, 1);
  assert.deepEqual(parse(feed()).posts, []);
});

test('refuses what is no feed', async () => {
  await send('<html></html>').expect(422);
  await request(createApp()).post('/parse').send({}).expect(422);
});
