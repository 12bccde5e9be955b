'use strict';

const http = require('node:http');
const { createApp } = require('./lib/web');
const { attachSocket } = require('./lib/socket');
const { Rooms } = require('./lib/rooms');
const { loadSettings } = require('./lib/settings');

const settings = loadSettings();
const rooms = new Rooms(settings.rooms);
const server = http.createServer(createApp({ rooms, settings }));
attachSocket(server, rooms);

server.listen(settings.port, () => {
  console.log(`chat is listening on port ${server.address().port}`);
});
