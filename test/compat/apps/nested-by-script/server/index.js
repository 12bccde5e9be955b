const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const ms = require('ms');

const client = path.join(__dirname, '../client/dist');
const page = fs.readFileSync(path.join(client, 'index.html'));
const script = fs.readFileSync(path.join(client, 'main.js'));

const server = http.createServer((request, response) => {
  if (request.url === '/api/tide') response.end(JSON.stringify({ height: 3, next: ms('6h') }));
  else response.end(request.url === '/main.js' ? script : page);
});
server.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
