import * as http from 'node:http';
import { answer } from './answer';

const server = http.createServer((request, response) => response.end(answer(2)));
server.listen(process.env.PORT || 8080);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
