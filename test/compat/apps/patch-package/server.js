const http = require('node:http');
const { patched } = require('picocolors');

const server = http.createServer(async (request, response) => {
  response.end(`patched: ${patched}\n`);
});
server.listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
