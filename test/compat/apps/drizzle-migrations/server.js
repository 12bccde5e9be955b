const http = require('node:http');
const { open } = require('./database');

const opened = open();
const server = http.createServer(async (request, response) => response.end(`${(await opened).names()}\n`));
server.listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
