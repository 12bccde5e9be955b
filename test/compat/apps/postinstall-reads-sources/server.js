const http = require('node:http');
const { high } = require('./tides');

const server = http.createServer(async (request, response) => {
  response.end(`Cork ${high('Cork')}\n`);
});
server.listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
