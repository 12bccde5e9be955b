const http = require('node:http');
const { passage } = require('./passage');

const server = http.createServer((request, response) => response.end(passage(30, 5)));
server.listen(process.env.PORT || 9000);
process.on('SIGTERM', () => server.close());
