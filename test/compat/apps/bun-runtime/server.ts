import createError from 'http-errors';

const server = Bun.serve({
  port: Number(process.env.PORT ?? 3000),
  fetch: (): Response => new Response(`${createError(404)} from bun`),
});
process.on('SIGTERM', () => server.stop(true).then(() => process.exit(0)));
