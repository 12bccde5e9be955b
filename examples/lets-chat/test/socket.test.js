'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const http = require('node:http');
const { WebSocket } = require('ws');
const { Rooms } = require('../lib/rooms');
const { attachSocket } = require('../lib/socket');

describe('socket', () => {
  let rooms;
  let server;
  let wss;

  const connect = (room) => new WebSocket(`ws://localhost:${server.address().port}/socket?room=${room}`);

  beforeEach(async () => {
    rooms = new Rooms(['lobby', 'help']);
    server = http.createServer();
    wss = attachSocket(server, rooms);
    server.listen(0);
    await once(server, 'listening');
  });

  afterEach(() => {
    for (const client of wss.clients) client.terminate();
    server.close();
  });

  it('brings a message to everybody in the room', async () => {
    const [ann, ben] = [connect('lobby'), connect('lobby')];
    await Promise.all([once(ann, 'open'), once(ben, 'open')]);
    ann.send(JSON.stringify({ author: 'Ann', text: 'hello' }));
    const [data] = await once(ben, 'message');
    assert.equal(JSON.parse(data).text, 'hello');
    assert.equal(rooms.history('lobby').length, 1);
  });

  it('says what is wrong with a message', async () => {
    const ann = connect('help');
    await once(ann, 'open');
    ann.send('{}');
    const [data] = await once(ann, 'message');
    assert.match(JSON.parse(data).error, /needs an author/);
  });

  it('does not open for an unknown room', async () => {
    const [error] = await once(connect('nowhere'), 'error');
    assert.match(error.message, /404/);
  });
});
