import { serve } from '@hono/node-server';
import { app } from '@/app';

const server = serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 8787) });
process.on('SIGTERM', () => server.close(() => process.exit(0)));
