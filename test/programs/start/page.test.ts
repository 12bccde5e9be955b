import * as http from 'http';
import { AddressInfo } from 'net';
import { Asset, askAsBrowser, judgePage, lookAtPage } from '../../../lib/programs/start/page';

const asset = (path: string, status: number | undefined = 200, type = 'text/javascript'): Asset => ({ path, answer: status === undefined ? undefined : { status, type } });

test.each<[string, Asset[], boolean, string | undefined, RegExp]>([
  ['a site with what it loads', [asset('/a.js'), asset('/a.css')], true, 'started', /^its page \/ has the scripts and styles that it loads \(2\)$/],
  ['a site without', [asset('/x/a.js', 404), asset('/x/a.css', 404)], true, 'fault', /its page \/ loads \/x\/a\.js \(404\), \/x\/a\.css \(404\), which are not there, so that a browser shows nothing/],
  ['a site that answers with its page', [asset('/x/a.js', 200, 'text/html')], true, 'fault', /\/x\/a\.js \(a page\), which is not there/],
  ['a site that lacks a part, which may be mounted', [asset('/a.js'), asset('/env.js', 404)], true, 'started', /loads \/env\.js \(404\), which is not there$/],
  ['another server with what it loads', [asset('/a.js')], false, undefined, /^/],
  ['another server without, before which a proxy may stand', [asset('/static/a.js', 404)], false, 'started', /a browser shows nothing/],
  ['another server that lets nobody in', [asset('/a.js', 401)], false, undefined, /^/],
  ['what did not answer in time', [{ path: '/a.js' }], false, undefined, /^/],
])('%s', (_, assets, isSite, verdict, message) => {
  const judgement = judgePage({ path: '/', assets }, isSite);
  expect(judgement?.verdict).toBe(verdict);
  expect(judgement?.message ?? '').toMatch(message);
  if (verdict === 'fault') expect(judgement!.remedy).toBeTruthy();
});

describe('an application', () => {
  const pages: Record<string, [number, http.OutgoingHttpHeaders, string]> = {
    '/': [302, { location: '/ui/' }, ''],
    '/ui/': [200, { 'content-type': 'text/html; charset=utf-8' }, '<script src="a.js"></script><script src="/b%20c.js"></script>'],
    '/ui/a.js': [200, { 'content-type': 'text/javascript' }, ''],
    '/circle': [302, { location: '/circle' }, ''],
    '/away': [302, { location: 'https://example.com/' }, ''],
    '/json': [200, { 'content-type': 'application/json' }, '{}'],
    '/bare': [200, { 'content-type': 'text/html' }, 'hello'],
  };
  const server = http.createServer((request, response) => {
    const [status, headers, text] = pages[request.url!] ?? [404, {}, ''];
    response.writeHead(status, headers).end(text);
  });
  const port = () => (server.address() as AddressInfo).port;
  const look = async (path: string) => lookAtPage(port(), (await askAsBrowser(port(), path))!);

  beforeAll(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => server.close());

  test('is followed to its page, and asked for what that loads', async () => {
    expect(await look('/')).toEqual({
      path: '/ui/', assets: [{ path: '/ui/a.js', answer: expect.objectContaining({ status: 200, type: 'text/javascript' }) }, { path: '/b c.js', answer: expect.objectContaining({ status: 404 }) }],
    });
  });

  test.each(['/circle', '/away', '/json', '/bare', '/none'])('has at %s no page that loads anything', async path => {
    expect(await look(path)).toBeUndefined();
  });

  test('that is not there does not answer', async () => {
    expect(await askAsBrowser(1, '/')).toBeUndefined();
  });
});
