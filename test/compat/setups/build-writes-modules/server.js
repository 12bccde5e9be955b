const { createServer } = require('http');

createServer((request, response) => {
  response.end([require('.generated/client'), require('@app/schema'), require('ms/extra')].join(' '));
}).listen(process.env.PORT || 3000);
