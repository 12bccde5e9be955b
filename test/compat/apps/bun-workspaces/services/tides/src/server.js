const http = require('node:http');
const { forecast } = require('@quay/almanac');

const server = http.createServer((request, response) => response.end(`${forecast('tide')} from ${process.env.NODE_ENV}`));

module.exports = { server };

if (require.main === module) {
  server.listen(process.env.PORT || 3000);
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
}
