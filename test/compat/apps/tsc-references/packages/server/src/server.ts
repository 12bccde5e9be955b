import * as http from 'node:http';
import { depth } from '@chart/depths';

const server = http.createServer((request, response) => response.end(depth(20)));
server.listen(process.env.PORT || 8080);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
