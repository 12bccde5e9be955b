import { createServer } from 'node:http';
import { open } from './harbour.ts';

createServer(async ({ method, url }, response) => {
  if (method !== 'POST') return response.end('berths');
  const harbour = open(process.env.DATABASE_URL!);
  response.end(String(await harbour.moor(url!.slice(1))));
  await harbour.close();
}).listen(3000);
