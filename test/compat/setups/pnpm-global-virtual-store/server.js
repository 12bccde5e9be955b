const http = require('node:http');
const createError = require('http-errors');

const server = http.createServer((request, response) => response.end(`${createError(404)} from ${process.env.NODE_ENV}`));
server.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
