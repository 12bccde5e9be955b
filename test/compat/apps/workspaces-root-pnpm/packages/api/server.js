const http = require('node:http');
const createError = require('http-errors');
const { inDays } = require('@quay/words');

const server = http.createServer((request, response) => response.end(`${createError(404).message}, back in ${inDays(2)}`));
server.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
