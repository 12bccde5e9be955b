import { createServer } from 'node:http';
import { between } from './watch';

const server = createServer((request, response) => response.end(between(4)));
server.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close());
