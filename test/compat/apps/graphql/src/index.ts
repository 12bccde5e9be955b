import { createServer } from 'node:http';
import { createHandler } from 'graphql-http/lib/use/http';
import { rootValue, schema } from './schema.js';

const server = createServer(createHandler({ schema, rootValue }));
server.listen(4000);
process.on('SIGTERM', () => server.close());
