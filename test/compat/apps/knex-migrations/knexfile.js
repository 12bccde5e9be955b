const path = require('node:path');

module.exports = {
  client: 'better-sqlite3',
  connection: { filename: process.env.DATABASE ?? ':memory:' },
  pool: { min: 1, max: 1 },
  useNullAsDefault: true,
  migrations: { directory: path.join(__dirname, 'migrations') },
};
