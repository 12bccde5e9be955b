'use strict';

/** Listens, and stops at SIGTERM. */
function serve(app, port) {
  const server = app.listen(port, (error) => {
    if (error) throw error;
    console.log(`listening on port ${port}`);
  });
  process.once('SIGTERM', () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
}

module.exports = { serve };
