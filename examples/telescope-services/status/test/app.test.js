'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const http = require('node:http');
const { after, before, test } = require('node:test');
const request = require('supertest');
const { createApp, targetsOf } = require('../src/app');
const expected = require('./expected.json');

const server = http.createServer((req, res) => res.writeHead(req.url === '/health' ? 200 : 404).end()).listen(0);
const closed = 'http://localhost:1';
let open;

before(async () => {
  if (!server.listening) await once(server, 'listening');
  open = `http://localhost:${server.address().port}`;
});
after(() => server.close());

test('is healthy', () => request(createApp()).get('/health').expect(200, { status: expected.health }));

test('tells that all is up', () =>
  request(createApp({ targets: [['a', open]] }))
    .get('/status')
    .expect(200, { a: 'up' }));

test('tells what is down', () =>
  request(
    createApp({
      targets: [
        ['a', open],
        ['b', closed],
      ],
    }),
  )
    .get('/status')
    .expect(503, expected.states));

test('reads its targets from one line', () => {
  assert.deepEqual(targetsOf('a=http://a:1 b=http://b:2/?x=y'), [
    ['a', 'http://a:1'],
    ['b', 'http://b:2/?x=y'],
  ]);
  assert.deepEqual(targetsOf(), []);
});
