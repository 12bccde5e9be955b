import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { InvalidTodo, Todos } from './todos';

export interface AppOptions {
  readonly todos?: Todos;
  /**
   * What NODE_ENV says. Only outside of production is the stack of an error answered.
   *
   * @default 'development'
   */
  readonly environment?: string;
  /** @default false */
  readonly logger?: boolean;
}

export function createApp({
  todos = new Todos(),
  environment = 'development',
  logger = false,
}: AppOptions = {}): FastifyInstance {
  const production = environment === 'production';
  const app = fastify({ logger });

  app.get('/', async () => ({ name: 'yarn-example', todos: todos.list().length }));
  app.get('/health', async () => ({ status: 'ok' }));
  app.get('/env', async () => ({ environment, production }));

  app.get<{ Querystring: { done?: string } }>('/todos', async ({ query: { done } }) =>
    todos.list(done === undefined ? {} : { done: done === 'true' }),
  );
  app.post<{ Body: { title?: unknown } | null }>('/todos', async ({ body }, reply) =>
    reply.code(201).send(todos.add(body?.title)),
  );
  app.post<{ Params: { id: string } }>('/todos/:id/complete', async ({ params: { id } }, reply) => {
    const todo = todos.complete(Number(id));
    return reply.code(todo ? 200 : 404).send(todo ?? { error: `no to-do ${id}` });
  });

  app.setErrorHandler<FastifyError | InvalidTodo>((error, request, reply) => {
    const status = error instanceof InvalidTodo ? 400 : (error.statusCode ?? 500);
    if (status >= 500) request.log.error(error);
    return reply.code(status).send({ error: error.message, ...(production ? {} : { stack: error.stack }) });
  });

  return app;
}
