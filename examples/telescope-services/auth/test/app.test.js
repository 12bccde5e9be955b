'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const request = require('supertest');
const { createApp } = require('../src/app');
const expected = require('./expected.json');

const issue = async (api) => (await request(api).post('/tokens').send({ user: expected.user }).expect(201)).body.token;

test('is healthy', () => request(createApp()).get('/health').expect(200, { status: expected.health }));

test('knows its own tokens', async () => {
  const api = createApp();
  const { body } = await request(api)
    .get(`/tokens/${await issue(api)}`)
    .expect(200);
  assert.equal(body.user, expected.user);
});

test('refuses a token of another secret, of another time and of no sense', async () => {
  let time = 0;
  const api = createApp({ secret: 'a', lifetime: 60, now: () => time });
  await request(createApp({ secret: 'b' }))
    .get(`/tokens/${await issue(api)}`)
    .expect(401);
  const token = await issue(api);
  time = 61_000;
  await request(api).get(`/tokens/${token}`).expect(401);
  await request(api).get('/tokens/nonsense').expect(401);
});

test('wants a user', () => request(createApp()).post('/tokens').send({}).expect(400));
