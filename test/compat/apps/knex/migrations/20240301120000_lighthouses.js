exports.up = knex => knex.schema.createTable('lighthouses', table => {
  table.increments('id');
  table.string('name').notNullable().unique();
  table.specificType('position', 'point').notNullable();
});

exports.down = knex => knex.schema.dropTable('lighthouses');
