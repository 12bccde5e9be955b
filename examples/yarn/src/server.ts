import { createApp } from './app';

const app = createApp({ environment: process.env.NODE_ENV, logger: true });

process.once('SIGTERM', () => {
  void app.close().then(() => process.exit(0));
});

app.listen({ host: '0.0.0.0', port: Number(process.env.PORT ?? 8080) }).catch((error: unknown) => {
  app.log.error(error);
  process.exit(1);
});
