'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const request = require('supertest');
const { createApp, draw } = require('../src/app');
const expected = require('./expected.json');

test('is healthy', () => request(createApp()).get('/health').expect(200, { status: expected.health }));

test('draws the same for the same seed and something else for another', () => {
  assert.equal(draw('a', 800, 400), draw('a', 800, 400));
  assert.notEqual(draw('a', 800, 400), draw('b', 800, 400));
});

test('answers with SVG of the size wanted', async () => {
  const response = await request(createApp()).get('/images/a?width=100&height=50').expect(200);
  assert.match(response.type, /svg/);
  assert.match(response.body.toString(), new RegExp(`viewBox="${expected.viewBox}"`));
});

for (const query of ['width=1', 'height=4000', 'width=wide']) {
  test(`refuses ${query}`, () => request(createApp()).get(`/images/a?${query}`).expect(400));
}
