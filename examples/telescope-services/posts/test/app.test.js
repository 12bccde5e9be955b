'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const request = require('supertest');
const { createApp } = require('../src/app');
const expected = require('./expected.json');

const post = (day) => ({ url: `https://blog.example/${day}`, title: `Day ${day}`, published: `2026-03-0${day}` });
const titles = async (api, page) =>
  (await request(api).get(`/posts?page=${page}`).expect(200)).body.map(({ title }) => title);

test('is healthy', () => request(createApp()).get('/health').expect(200, { status: expected.health }));

test('lists the newest first, a page at a time', async () => {
  const api = createApp({ perPage: 2 });
  for (const day of [2, 3, 1]) await request(api).put('/posts').send(post(day)).expect(201);
  assert.deepEqual([await titles(api, 1), await titles(api, 2)], expected.pages);
});

test('keeps one post for each address', async () => {
  const api = createApp();
  const { body } = await request(api).put('/posts').send(post(1)).expect(201);
  await request(api)
    .put('/posts')
    .send({ ...post(1), title: 'Changed' })
    .expect(200);
  assert.equal((await request(api).get(`/posts/${body.id}`).expect(200)).body.title, 'Changed');
  await request(api).get('/posts/unknown').expect(404);
});

test('refuses half a post', () => request(createApp()).put('/posts').send({ title: 'Nowhere' }).expect(400));
