import http from 'node:http';
import { period } from '@lamp/signals';
import { morse } from '@lamp/signals/morse';

const server = http.createServer((request, response) => response.end(`${morse('sos')} every ${period(10)}`));
server.listen(process.env.PORT || 8080);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
