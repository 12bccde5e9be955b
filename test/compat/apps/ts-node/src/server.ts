import { createServer } from 'node:http';
import { bearing } from './bearing';

const server = createServer((_request, response) => {
  response.end(bearing(-90));
});
server.listen(Number(process.env.PORT || 3000));
process.on('SIGTERM', () => server.close());
