const http = require('node:http');
const { log } = require('@port/log');
const { answer } = require('./answer');

const server = http.createServer((request, response) => response.end(answer()));
server.listen(process.env.PORT || 8080, () => log('gates'));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
