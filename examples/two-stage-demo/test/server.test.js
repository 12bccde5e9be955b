import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { createServer } from '../src/app.js';

const expected = JSON.parse(await readFile(new URL('expected.json', import.meta.url)));
const server = createServer();
let origin;

const post = (body) => fetch(`${origin}/links`, { method: 'POST', body });

before(async () => {
  server.listen(0);
  await once(server, 'listening');
  origin = `http://localhost:${server.address().port}`;
});
after(() => server.close());

test('is healthy', async () => {
  const response = await fetch(`${origin}/health`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: expected.health });
});

test('shortens an address and follows it', async () => {
  const created = await post(JSON.stringify({ target: expected.target }));
  assert.equal(created.status, 201);
  const { path } = await created.json();
  const followed = await fetch(origin + path, { redirect: 'manual' });
  assert.equal(followed.status, 302);
  assert.equal(followed.headers.get('location'), expected.target);
});

test('counts its links', async () => {
  assert.equal((await (await fetch(origin)).json()).links, 1);
});

for (const body of ['', '{', 'null', '{"target":"ftp://example.com"}']) {
  test(`refuses the body ${JSON.stringify(body)}`, async () => {
    assert.equal((await post(body)).status, 400);
  });
}

test('does not know other paths', async () => {
  assert.equal((await fetch(`${origin}/nothing`)).status, 404);
});
