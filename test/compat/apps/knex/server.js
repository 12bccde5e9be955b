const app = require('./app')();

app.listen({ port: Number(process.env.PORT ?? 3000), host: '0.0.0.0' });
process.on('SIGTERM', () => app.close());
