const http = require('node:http');
const { sumOf } = require('./ledger.js');

const server = http.createServer((request, response) => response.end(`the ledger says ${sumOf([3, 4, 5])}`));
server.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
