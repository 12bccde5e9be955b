const express = require('express');
const helmet = require('helmet');
const pino = require('pino');
const { z } = require('zod');

const settings = z.object({ PORT: z.coerce.number().default(8080) });

/** Application that answers with a greeting and with its health. */
exports.application = greeting => express()
  .use(helmet())
  .get('/', (_, response) => response.send(greeting()))
  .get('/health', (_, response) => response.json({ ok: true }));

exports.listen = (name, app) => {
  const log = pino({ name });
  const server = app.listen(settings.parse(process.env).PORT, () => log.info('listening'));
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
};
