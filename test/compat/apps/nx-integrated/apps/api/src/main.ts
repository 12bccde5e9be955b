import http from 'node:http';
import ms from 'ms';
import { filling } from '@lock/gates';

export const answer = (): string => `full in ${ms(filling(3))}`;

if (require.main === module) {
  const server = http.createServer((request, response) => response.end(answer()));
  server.listen(process.env.PORT || 3333);
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
}
