import { createServer } from 'node:http';
import { watchName } from './watch.js';

const server = createServer((_request, response) => {
  response.end(watchName(16));
});
server.listen(Number(process.env.PORT || 3000));
process.on('SIGTERM', () => server.close());
