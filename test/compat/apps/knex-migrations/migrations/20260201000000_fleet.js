exports.up = knex => knex('boats').insert([{ name: 'Petrel' }, { name: 'Avocet' }]);
exports.down = knex => knex('boats').delete();
