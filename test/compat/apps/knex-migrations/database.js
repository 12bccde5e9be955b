const knex = require('knex');
const settings = require('./knexfile');

exports.open = async () => {
  const database = knex(settings);
  await database.migrate.latest();
  return database;
};
