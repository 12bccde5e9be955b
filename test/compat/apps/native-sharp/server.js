const http = require('node:http');
const sharp = require('sharp');
const { flag } = require('./flag');

const server = http.createServer(async (request, response) => {
  response.end(`${(await sharp(await flag(7)).metadata()).width} wide\n`);
});
server.listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
