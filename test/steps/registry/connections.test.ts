import * as http from 'http';
import { AddressInfo } from 'net';
import { send } from '../../../lib/steps/registry/requests';
import { fakeWorld } from '../world';

const servers: http.Server[] = [];

/** A server that keeps what it is asked, and answers as it is told. */
async function server(answer: (request: http.IncomingMessage, response: http.ServerResponse) => void) {
  const asked: { method?: string; authorization?: string; length?: string; body: string }[] = [];
  const listening = http.createServer((request, response) => {
    const { method, headers: { authorization, 'content-length': length } } = request;
    let body = '';
    request.on('data', data => body += data).on('end', () => {
      asked.push({ method, authorization, length, body });
      answer(request, response);
    });
  });
  await new Promise<void>(resolve => listening.listen(0, '127.0.0.1', resolve));
  servers.push(listening);
  return { asked, url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}` };
}

afterAll(() => Promise.all(servers.map(one => new Promise(resolve => {
  one.closeAllConnections();
  one.close(resolve);
}))));

const world = () => fakeWorld({ fetch });

test('a redirect to another server goes without the login, with method and body', async () => {
  const storage = await server((_, response) => response.end('a blob'));
  const registry = await server((_, response) => response.writeHead(307, { location: `${storage.url}/blob` }).end());
  const answer = await send(world(), { method: 'PUT', url: `${registry.url}/v2/blob`, authorization: 'Basic c2VjcmV0', body: Buffer.from('text') });

  expect([answer.status, answer.body.toString()]).toEqual([200, 'a blob']);
  expect(registry.asked).toEqual([{ method: 'PUT', authorization: 'Basic c2VjcmV0', length: '4', body: 'text' }]);
  expect(storage.asked).toEqual([{ method: 'PUT', authorization: undefined, length: '4', body: 'text' }]);
});

test('what is sent empty says so, which registries ask for', async () => {
  const registry = await server((_, response) => response.writeHead(202, { location: '/upload' }).end());
  await send(world(), { method: 'POST', url: registry.url });
  await send(world(), { method: 'PUT', url: registry.url });
  const { status, body } = await send(world(), { method: 'HEAD', url: registry.url });

  expect(registry.asked.map(({ length }) => length)).toEqual(['0', '0', undefined]);
  expect([status, body.length]).toEqual([202, 0]);
});

test('a connection that breaks off in an answer is one that failed, and tried again', async () => {
  let first = true;
  const registry = await server((_, response) => {
    if (!first) return void response.end('whole');
    first = false;
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setTimeout(() => response.destroy(), 50);
  });
  const answer = await send(world(), { method: 'GET', url: registry.url });

  expect([registry.asked.length, answer.body.toString()]).toEqual([2, 'whole']);
});

test('where nobody listens the reason is told', async () => {
  const { url } = await server(() => undefined);
  await new Promise(resolve => servers.pop()!.close(resolve));
  const { status, body } = await send(world(), { method: 'GET', url });

  expect([status, body.toString()]).toEqual([0, expect.stringMatching(/^fetch failed: .*ECONNREFUSED/)]);
});
