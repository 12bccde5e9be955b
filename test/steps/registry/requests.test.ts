import { expectStatus, HttpRequest, send } from '../../../lib/steps/registry/requests';
import { fakeWorld } from '../world';
import { FakeRegistry } from './fake-registry';

const URL_OF_BLOB = 'https://registry.example.com/v2/api/blobs/one';
const redirect = (location: string, status = 307): Response => new Response(null, { status, headers: { location } });

function world(registry: FakeRegistry) {
  return fakeWorld({ fetch: registry.fetch });
}

async function asked(faults: FakeRegistry['faults'], request: Partial<HttpRequest> = {}) {
  const registry = new FakeRegistry();
  registry.faults.push(...faults);
  const asking = world(registry);
  const answer = await send(asking, { method: 'GET', url: URL_OF_BLOB, authorization: 'Basic c2VjcmV0', ...request });
  return { answer, asked: registry.asked, paused: asking.paused };
}

test.each([429, 500, 502, 503, 504])('the status %d is tried again', async status => {
  const { answer, paused } = await asked([{ on: 'GET', statuses: [status, status] }]);

  expect([answer.status, paused]).toEqual([404, [2, 4]]);
});

test.each([400, 401, 403, 404, 405])('the status %d is an answer', async status => {
  const { answer, paused } = await asked([{ on: 'GET', statuses: [status] }]);

  expect([answer.status, answer.body.toString(), paused]).toEqual([status, 'a fault', []]);
});

test('what goes on failing is the last answer of five', async () => {
  const { answer, asked: requests, paused } = await asked([{ on: 'GET', statuses: [503, 503, 503, 503, 503, 200] }]);

  expect([answer.status, requests.length, paused]).toEqual([503, 5, [2, 4, 8, 16]]);
});

test('nobody who answers has the status 0, and the cause in its body', async () => {
  const away = () => Object.assign(new TypeError('fetch failed'), { cause: new Error('connect ECONNREFUSED 127.0.0.1:443') });
  const { answer } = await asked([{ on: 'GET', statuses: [away(), away(), away(), away(), away()] }]);

  expect([answer.status, answer.body.toString()]).toEqual([0, 'fetch failed: connect ECONNREFUSED 127.0.0.1:443']);
  expect(() => expectStatus(answer, [200], 'read it')).toThrow(expect.objectContaining({ reason: 'cannot read it', detail: 'fetch failed: connect ECONNREFUSED 127.0.0.1:443' }));
});

test('of several addresses of a host that do not answer each is told', async () => {
  const away = () => Object.assign(new TypeError('fetch failed'), { cause: new AggregateError([new Error('connect ECONNREFUSED ::1:443'), new Error('connect ECONNREFUSED 127.0.0.1:443')]) });
  const { answer } = await asked([{ on: 'GET', statuses: [away(), away(), away(), away(), away()] }]);

  expect(answer.body.toString()).toBe('fetch failed: connect ECONNREFUSED ::1:443: connect ECONNREFUSED 127.0.0.1:443');
});

test('a status that is not expected is told with what was answered', async () => {
  const { answer } = await asked([{ on: 'GET', statuses: [403] }]);

  expect(() => expectStatus(answer, [403], 'read it')).not.toThrow();
  expect(() => expectStatus(answer, [200, 201], 'read it')).toThrow(expect.objectContaining({ reason: 'cannot read it: the registry answered 403', detail: 'a fault' }));
});

describe('a redirect', () => {
  test.each([
    ['to another host', 'https://bucket.example.org/blob', undefined], ['to another port', 'https://registry.example.com:8443/blob', undefined],
    ['without encryption', 'http://registry.example.com/blob', undefined], ['within the host', '/v2/other', 'Basic c2VjcmV0'],
  ])('%s: the login goes along %j', async (_, location, authorization) => {
    const { asked: requests } = await asked([{ on: URL_OF_BLOB, statuses: [redirect(location)] }]);

    expect(requests.map(request => request.authorization)).toEqual(['Basic c2VjcmV0', authorization]);
    expect(requests[1].url).toBe(new URL(location, URL_OF_BLOB).href);
  });

  test('back from another host has the login again, and the answer there none', async () => {
    const { asked: requests } = await asked([
      { on: URL_OF_BLOB, statuses: [redirect('https://bucket.example.org/blob')] }, { on: 'bucket', statuses: [redirect('https://registry.example.com/end')] },
    ]);

    expect(requests.map(request => request.authorization)).toEqual(['Basic c2VjcmV0', undefined, 'Basic c2VjcmV0']);
  });

  test.each([301, 302, 303, 307, 308])('with the status %d keeps method and body', async status => {
    const { asked: requests } = await asked([{ on: URL_OF_BLOB, statuses: [redirect('/upload', status)] }], { method: 'PUT', body: Buffer.from('text') });

    expect(requests.map(({ method, body }) => [method, body])).toEqual([['PUT', 'text'], ['PUT', 'text']]);
  });

  test('without an end is nobody who answers', async () => {
    const { answer } = await asked([{ on: '', statuses: Array.from({ length: 60 }, () => redirect('/again')) }]);

    expect([answer.status, answer.body.toString()]).toEqual([0, `${URL_OF_BLOB} leads to more than 10 others`]);
  });

  test('that leads nowhere is the answer', async () => {
    const { answer } = await asked([{ on: URL_OF_BLOB, statuses: [new Response(null, { status: 302 })] }]);

    expect(answer.status).toBe(302);
  });
});
