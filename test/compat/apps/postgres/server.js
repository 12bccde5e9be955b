const http = require('node:http');
const { connect } = require('./harbours');

http.createServer(async ({ url }, response) => {
  if (url !== '/berths') return response.end('harbours');
  const harbours = await connect();
  response.end(String(await harbours.berths()));
  await harbours.close();
}).listen(3000);
