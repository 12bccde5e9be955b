'use strict';

const { WebSocketServer } = require('ws');

/** Live messages: a client opens /socket?room=NAME, sends {author, text}, receives every message of the room. */
function attachSocket(server, rooms) {
  const wss = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 });

  server.on('upgrade', (req, socket, head) => {
    const [pathname, query] = req.url.split('?');
    const room = new URLSearchParams(query).get('room');
    if (pathname !== '/socket' || !rooms.has(room)) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    wss.handleUpgrade(req, socket, head, (client) => {
      client.room = room;
      client.on('error', () => client.terminate());
      client.on('message', (data) => {
        try {
          rooms.post(room, JSON.parse(data));
        } catch (error) {
          client.send(JSON.stringify({ error: error.message }));
        }
      });
    });
  });

  rooms.on('message', (room, message) => {
    for (const client of wss.clients) {
      if (client.room === room) client.send(JSON.stringify(message));
    }
  });

  return wss;
}

module.exports = { attachSocket };
