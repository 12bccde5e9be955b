'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const request = require('supertest');
const { createApp, discover } = require('../src/app');
const expected = require('./expected.json');

const html = `<link rel="stylesheet" href="/a.css">
  <link rel="alternate" type="application/rss+xml" href="/feed.xml">
  <LINK href='https://other.example/atom' type='application/atom+xml' rel='alternate' />
  <link rel="alternate" hreflang="de" href="/de">`;
const post = (page) => request(createApp()).post('/discover').query({ page }).type('html').send(html);

test('is healthy', () => request(createApp()).get('/health').expect(200, { status: expected.health }));

test('finds the feeds of a page', () => post('https://blog.example/about').expect(200, expected.feeds));

test('finds none where there is none', () => assert.deepEqual(discover('<p>hello</p>', 'https://blog.example'), []));

test('wants to know where the page came from', () => post('nowhere').expect(400));

test('takes HTML alone', () => request(createApp()).post('/discover?page=https://blog.example').send({}).expect(415));
