'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const request = require('supertest');
const expected = require('./expected.json');
const { createInvite } = require('../lib/invites');
const { Rooms } = require('../lib/rooms');
const { SETTINGS_FILE, loadSettings } = require('../lib/settings');
const { createApp } = require('../lib/web');

describe('web', () => {
  let api;
  let secret;

  before(() => {
    assert.ok(fs.existsSync(SETTINGS_FILE), 'run `npm run setup` before the tests');
    secret = JSON.parse(fs.readFileSync(SETTINGS_FILE, 'utf8')).secret;
  });

  beforeEach(() => {
    const settings = loadSettings({});
    api = request(createApp({ rooms: new Rooms(settings.rooms), settings }));
  });

  it('is healthy', async () => {
    const { body } = await api.get('/health').expect(200);
    assert.deepEqual(body, { status: expected.health, rooms: expected.rooms.length });
  });

  it('shows the rooms', async () => {
    const { text } = await api.get('/').expect(200).expect('content-type', /html/);
    for (const room of expected.rooms) assert.match(text, new RegExp(`<a href="#${room}">`));
  });

  it('serves its media', () => api.get('/media/chat.css').expect(200).expect('content-type', /css/));

  it('opens a room and takes messages', async () => {
    await api.post('/api/rooms').send({ name: 'tea' }).expect(201);
    await api.post('/api/rooms/tea/messages').send({ author: 'Ann', text: ' hi ' }).expect(201);
    const { body } = await api.get('/api/rooms/tea/messages').expect(200);
    assert.deepEqual(
      body.map(({ author, text }) => ({ author, text })),
      [{ author: 'Ann', text: 'hi' }],
    );
  });

  it('refuses a second room of the same name', () => api.post('/api/rooms').send({ name: 'lobby' }).expect(400));

  it('refuses an empty message', () => api.post('/api/rooms/lobby/messages').send({ author: 'Ann' }).expect(400));

  it('does not know other rooms', () => api.get('/api/rooms/nowhere/messages').expect(404));

  it('lets in who was invited with the secret of this installation', async () => {
    await api
      .get(`/invites/${createInvite('lobby', secret)}`)
      .expect(302)
      .expect('location', '/#lobby');
    await api.get(`/invites/${createInvite('lobby', 'another')}`).expect(403);
  });
});
