const Hapi = require('@hapi/hapi');
const { depthAt } = require('./lib/depth');

async function start() {
  const server = Hapi.server({ port: process.env.PORT || 4000, host: process.env.HOST || 'localhost' });
  server.route({ method: 'GET', path: '/depth', handler: () => ({ metres: depthAt(6) }) });
  await server.start();
  process.on('SIGTERM', () => server.stop().then(() => process.exit(0)));
}

start();
