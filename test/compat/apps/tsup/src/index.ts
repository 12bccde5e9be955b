import { createServer } from 'node:http';
import { remaining } from './lock.ts';

const PORT = process.env.PORT ?? 5000;

const server = createServer((_request, response) => {
  response.end(remaining(5));
});
server.listen(PORT, () => console.log(`listening on ${PORT}`));
process.on('SIGTERM', () => server.close());
