const { Pool } = require('pg');

exports.connect = async () => {
  const pool = new Pool({ connectionString: process.env.DATABASE_URL });
  await pool.query('CREATE TABLE IF NOT EXISTS harbours (name text PRIMARY KEY, berths integer NOT NULL)');
  return {
    add: (name, berths) => pool.query('INSERT INTO harbours VALUES ($1, $2)', [name, berths]),
    berths: async () => Number((await pool.query('SELECT sum(berths) AS berths FROM harbours')).rows[0].berths),
    close: () => pool.end(),
  };
};
