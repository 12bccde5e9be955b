const knex = require('knex')(require('./knexfile'));

module.exports = () => {
  const app = require('fastify')();
  app.get('/', async () => 'lighthouses');
  app.get('/near', async ({ query }) => knex('lighthouses')
    .orderByRaw('position <-> point(?, ?)', [Number(query.east), Number(query.north)]).first('name'));
  app.post('/', async ({ body }, reply) => {
    const position = knex.raw('point(?, ?)', [body.east, body.north]);
    await knex('lighthouses').insert({ name: body.name, position });
    return reply.code(201).send();
  });
  app.addHook('onClose', () => knex.destroy());
  return app;
};
