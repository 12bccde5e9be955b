const http = require('node:http');
const { notFound } = require('knots');

const server = http.createServer((request, response) => response.end(`${notFound()} from ${process.env.NODE_ENV}`));
server.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
