const http = require('node:http');
const { greeting } = require('./greeting');

const server = http.createServer(async (request, response) => {
  response.end(greeting('Ines') + '\n');
});
server.listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
