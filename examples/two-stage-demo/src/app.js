import http from 'node:http';
import { json } from 'node:stream/consumers';
import { InvalidLink, Links } from './links.js';

/** GET / and /health, POST /links with {target}, GET /l/ID. */
export function createServer(links = new Links()) {
  const routes = {
    'GET /': () => [200, { name: 'two-stage-demo', links: links.size }],
    'GET /health': () => [200, { status: 'ok' }],
    'POST /links': async (req) => {
      const body = await json(req);
      return [201, { path: `/l/${links.add(body?.target)}` }];
    },
  };

  async function answer(req) {
    const [path] = req.url.split('?');
    const route = routes[`${req.method} ${path}`];
    if (route) return route(req);
    const target = path.startsWith('/l/') && links.resolve(path.slice(3));
    return target ? [302, {}, { location: target }] : [404, { error: 'not found' }];
  }

  return http.createServer(async (req, res) => {
    const [status, body, headers] = await answer(req).catch((error) => {
      const isTheirs = error instanceof InvalidLink || error instanceof SyntaxError;
      if (!isTheirs) console.error(error);
      return isTheirs ? [400, { error: error.message }] : [500, { error: 'something went wrong' }];
    });
    res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
}
