const path = require('node:path');
const initialise = require('sql.js');
const { asc } = require('drizzle-orm');
const { drizzle } = require('drizzle-orm/sql-js');
const { migrate } = require('drizzle-orm/sql-js/migrator');
const { boats } = require('./schema');

exports.open = async () => {
  const sql = await initialise();
  const database = drizzle(new sql.Database());
  migrate(database, { migrationsFolder: path.join(__dirname, 'drizzle') });
  return { names: () => database.select().from(boats).orderBy(asc(boats.name)).all().map(({ name }) => name) };
};
