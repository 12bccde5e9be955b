import { createRequestHandler } from '@react-router/express';
import compression from 'compression';
import express from 'express';

const app = express();
app.disable('x-powered-by');
app.use(compression());
app.use('/assets', express.static('build/client/assets', { immutable: true, maxAge: '1y' }));
app.use(createRequestHandler({ build: await import('./build/server/index.js') }));

const server = app.listen(Number.parseInt(process.env.PORT || '3000'));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
