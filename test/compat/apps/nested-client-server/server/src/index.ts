import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { tide } from './tide';

const client = path.join(__dirname, '../../client/dist');

const server = http.createServer((request, response) => {
  if (request.url === '/api/tide') response.end(JSON.stringify(tide()));
  else response.end(fs.readFileSync(path.join(client, request.url === '/main.js' ? 'main.js' : 'index.html')));
});
server.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
