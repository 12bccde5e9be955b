'use strict';

const { before, test } = require('node:test');
const request = require('supertest');
const { createApp } = require('../src/app');
const expected = require('./expected.json');

const api = createApp();
const put = (id, text) => request(api).put(`/documents/${id}`).send({ text }).expect(204);
const query = (text) => request(api).get('/query').query({ text });

before(async () => {
  await put('a', 'Small images, fast builds');
  await put('b', 'Images of the harbour');
});

test('is healthy', () => request(api).get('/health').expect(200, { status: expected.health }));

test('finds what holds every word', async () => {
  await query('images').expect(200, expected.images);
  await query('IMAGES fast').expect(200, ['a']);
  await query('images slow').expect(200, []);
});

test('forgets the words that a document had before', async () => {
  await put('c', 'draft');
  await put('c', 'final');
  await query('draft').expect(200, []);
  await query('final').expect(200, ['c']);
});

test('wants words', () => query('...').expect(400));
