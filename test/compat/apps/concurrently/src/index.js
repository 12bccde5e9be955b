const http = require('node:http');
const { latest } = require('./log');

const server = http.createServer((request, response) => response.end(latest()));
server.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
