const { uptime } = require('./uptime');
const http = require('node:http');

const server = http.createServer((request, response) => response.end(uptime(60)));
server.listen(process.env.PORT || 8080);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
