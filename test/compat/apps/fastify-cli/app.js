import path from 'node:path';
import AutoLoad from '@fastify/autoload';

export default async function app(fastify, options) {
  fastify.register(AutoLoad, { dir: path.join(import.meta.dirname, 'routes'), options: { ...options } });
}
