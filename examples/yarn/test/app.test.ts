import { afterEach, expect, test } from '@jest/globals';
import { createApp } from '../src/app';
import expected from './expected.json';

let app: ReturnType<typeof createApp>;

/** Starts the service on a free port; what it gives back calls it: GET, or POST when there is a body. */
async function start(environment?: string): Promise<(path: string, body?: object) => Promise<Response>> {
  app = createApp({ environment });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const headers = { 'content-type': 'application/json' };
  return (path, body) => fetch(origin + path, body && { method: 'POST', headers, body: JSON.stringify(body) });
}

afterEach(() => app.close());

test('is healthy', async () => {
  const call = await start();
  expect(await (await call('/health')).json()).toEqual({ status: expected.health });
});

test('adds, completes and lists', async () => {
  const call = await start();
  expect((await call('/todos', { title: expected.title })).status).toBe(201);
  expect((await call('/todos/1/complete', {})).status).toBe(200);
  expect(await (await call('/todos?done=true')).json()).toEqual([{ id: 1, title: expected.title, done: true }]);
  expect(await (await call('/todos?done=false')).json()).toEqual([]);
});

test('does not complete what is not there', async () => {
  const call = await start();
  expect((await call('/todos/9/complete', {})).status).toBe(404);
});

test('tells its environment', async () => {
  const call = await start('production');
  expect(await (await call('/env')).json()).toEqual({ environment: 'production', production: true });
});

test.each([
  ['production', false],
  ['development', true],
  [undefined, true],
])('in %s the stack is answered: %s', async (environment, hasStack) => {
  const call = await start(environment);
  const response = await call('/todos', {});
  expect(response.status).toBe(400);
  expect('stack' in ((await response.json()) as object)).toBe(hasStack);
});
