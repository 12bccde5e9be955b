const Database = require('better-sqlite3');

exports.open = (file = ':memory:') => {
  const database = new Database(file);
  database.exec('CREATE TABLE boats (name TEXT NOT NULL)');
  return {
    add: name => database.prepare('INSERT INTO boats (name) VALUES (?)').run(name),
    names: () => database.prepare('SELECT name FROM boats ORDER BY name').all().map(({ name }) => name),
  };
};
