const http = require('node:http');
const { open } = require('./boats');

const boats = open();
['Petrel', 'Avocet'].forEach(boats.add);

const server = http.createServer(async (request, response) => {
  response.end(`${boats.names()}\n`);
});
server.listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
