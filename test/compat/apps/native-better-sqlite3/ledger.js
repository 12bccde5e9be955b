const Database = require('better-sqlite3');

/** The sum of amounts, added up by the database. */
exports.sumOf = amounts => {
  const database = new Database(':memory:');
  database.exec('CREATE TABLE entries (amount INTEGER NOT NULL)');
  const insert = database.prepare('INSERT INTO entries VALUES (?)');
  amounts.forEach(amount => insert.run(amount));
  return database.prepare('SELECT sum(amount) AS sum FROM entries').get().sum;
};
