import { createServer } from 'node:http';
import { until } from './tide.ts';

const server = createServer((_request, response) => {
  response.end(until(6, 12));
});
server.listen({ port: Number(process.env.PORT) || 3000, host: '0.0.0.0' });
process.on('SIGTERM', () => server.close());
