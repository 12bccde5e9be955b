import { createServer } from 'node:http';
import { morse } from './morse.ts';

const server = createServer((_request, response) => {
  response.end(morse('SOS'));
});
server.listen(Number(process.env.PORT || 3000));
process.on('SIGTERM', () => server.close());
