const http = require('node:http');
const { fits, hash } = require('./passwords');

const server = http.createServer(async (request, response) => {
  response.end(`fits: ${await fits('lantern', await hash('lantern'))}\n`);
});
server.listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
