exports.up = knex => knex.schema.createTable('boats', table => table.string('name').notNullable());
exports.down = knex => knex.schema.dropTable('boats');
