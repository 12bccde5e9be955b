export default async function buoys(fastify) {
  fastify.get('/', async () => [{ name: 'West Cardinal', light: 'Q(9) 15s' }]);
}
