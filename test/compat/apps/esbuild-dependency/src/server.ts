import * as http from 'node:http';
import { kilometres } from './knots';

const server = http.createServer((request, response) => {
  response.end(`10 knots are ${kilometres(10)} km/h\n`);
});
server.listen(process.env.PORT ?? 3000);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
