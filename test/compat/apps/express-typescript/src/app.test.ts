import { expect, test } from 'vitest';
import { createApp } from './app.js';

test('serves its description', async () => {
  const server = createApp().listen(0);
  const { port } = server.address() as { port: number };
  const response = await fetch(`http://127.0.0.1:${port}/openapi.json`);
  server.close();
  expect(await response.json()).toMatchObject({ info: { title: 'lighthouses' } });
});
