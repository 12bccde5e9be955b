const http = require('node:http');
const { berth } = require('./berth');

const server = http.createServer((request, response) => response.end(berth(12)));
server.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
