'use strict';

const { createApp } = require('./app');

const port = Number(process.env.PORT ?? 7005);
const server = createApp().listen(port, (error) => {
  if (error) throw error;
  console.log(`search is listening on port ${port}`);
});

process.once('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
