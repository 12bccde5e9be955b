import { readFileSync } from 'node:fs';
import path from 'node:path';
import express, { type Express } from 'express';

const openapi = readFileSync(path.join(__dirname, '..', 'openapi.json'), 'utf8');

export function createApp(): Express {
  const app = express();
  app.use(express.static(path.join(__dirname, '..', 'public')));
  app.get('/openapi.json', (_request, response) => {
    response.type('json').send(openapi);
  });
  return app;
}
