const http = require('node:http');
const escape = require('escape-html');
const { forecast } = require('@quay/almanac');

const server = http.createServer((request, response) => response.end(escape(`<${forecast('buoy')}>`)));
server.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
