const http = require('node:http');
const { draught } = require('./draught');

const server = http.createServer((request, response) => response.end(draught(1.8)));
server.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
