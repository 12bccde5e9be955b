'use strict';

const path = require('node:path');
const express = require('express');
const { InvalidInput } = require('./rooms');
const { createInvite, readInvite } = require('./invites');

const root = path.join(__dirname, '..');

/** The pages and the REST API. */
function createApp({ rooms, settings }) {
  const app = express();
  app.disable('x-powered-by');
  app.set('views', path.join(root, 'views'));
  app.set('view engine', 'ejs');
  app.use('/media', express.static(path.join(root, 'media')));
  app.use(express.json({ limit: '16kb' }));

  app.param('room', (req, res, next, name) => {
    if (rooms.has(name)) return next();
    res.status(404).json({ error: `there is no room ${name}` });
  });

  app.get('/', (req, res) => res.render('index', { rooms: rooms.list() }));
  app.get('/health', (req, res) => res.json({ status: 'ok', rooms: rooms.list().length }));

  app.get('/api/rooms', (req, res) => res.json(rooms.list()));
  app.post('/api/rooms', (req, res) => res.status(201).json(rooms.create(req.body.name)));
  app.get('/api/rooms/:room/messages', (req, res) => {
    res.json(rooms.history(req.params.room, Number(req.query.after ?? 0)));
  });
  app.post('/api/rooms/:room/messages', (req, res) => {
    res.status(201).json(rooms.post(req.params.room, req.body));
  });

  app.post('/api/rooms/:room/invites', (req, res) => {
    res.status(201).json({ token: createInvite(req.params.room, settings.secret) });
  });
  app.get('/invites/:token', (req, res) => {
    const room = readInvite(req.params.token, settings.secret);
    if (!room || !rooms.has(room)) return res.status(403).json({ error: 'this invitation is not valid' });
    res.redirect(`/#${room}`);
  });

  // Express takes a handler for an error handler by its four parameters.
  // eslint-disable-next-line no-unused-vars
  app.use((error, req, res, next) => {
    const status = error instanceof InvalidInput ? 400 : (error.status ?? 500);
    if (status >= 500) console.error(error);
    res.status(status).json({ error: status >= 500 ? 'something went wrong' : error.message });
  });

  return app;
}

module.exports = { createApp };
