import http from 'node:http';
import { answer } from './answer';

const server = http.createServer((request, response) => response.end(answer()));
server.listen(process.env.PORT || 3333);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
