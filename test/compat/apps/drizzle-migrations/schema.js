const { sqliteTable, text } = require('drizzle-orm/sqlite-core');

exports.boats = sqliteTable('boats', { name: text('name').notNull() });
