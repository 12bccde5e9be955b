import { createServer } from 'node:http';
import ms from 'ms';
import { scope } from './anchor';

const server = createServer((_request, response) => {
  response.end(`${scope(8)} metres of chain, checked every ${ms(ms('30m'), { long: true })}`);
});
server.listen(process.env.PORT || 3000);
process.on('SIGTERM', () => server.close());
