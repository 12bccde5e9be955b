import { STATIC_FILES_PORT } from '../../project/start-command';

/**
 * The server of static files, as it stands in the image of a front end that has no server of its own. It needs nothing
 * but Node.js.
 *
 * `node static.mjs DIRECTORY` serves the files below DIRECTORY on the port of the variable PORT. `/about` is
 * `about.html` or `about/index.html`. What is not there is `404.html` with the status 404; without such a file the site is
 * taken for one page that knows its own paths, as hosts of static sites do, and paths without an extension are `index.html`.
 * Files whose names begin with a dot are not served, except below `.well-known`.
 *
 * @see https://developers.cloudflare.com/pages/configuration/serving-pages/
 * @see https://www.rfc-editor.org/rfc/rfc9110
 */
export const STATIC_SERVER = String.raw`import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { createGzip } from 'node:zlib';

const TYPES = {
  '.avif': 'image/avif', '.css': 'text/css', '.csv': 'text/csv', '.gif': 'image/gif', '.htm': 'text/html', '.html': 'text/html',
  '.ico': 'image/x-icon', '.jpeg': 'image/jpeg', '.jpg': 'image/jpeg', '.js': 'text/javascript', '.json': 'application/json',
  '.map': 'application/json', '.md': 'text/markdown', '.mjs': 'text/javascript', '.mp3': 'audio/mpeg', '.mp4': 'video/mp4',
  '.ogg': 'audio/ogg', '.otf': 'font/otf', '.pdf': 'application/pdf', '.png': 'image/png', '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf', '.txt': 'text/plain', '.wasm': 'application/wasm', '.wav': 'audio/wav', '.webm': 'video/webm',
  '.webmanifest': 'application/manifest+json', '.webp': 'image/webp', '.woff': 'font/woff', '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};
const TEXT = /^text\/|json|javascript|xml/;

const root = resolve(process.argv[2]);

function file(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? { path, stat } : undefined;
}

function namesOf(path) {
  return path.split('/').filter(name => name !== '' && name !== '.');
}

// Whether a path leads to what is not for everybody, or out of the directory.
function isHidden(path) {
  return namesOf(path).some((name, index) => name.startsWith('.') && !(index === 0 && name === '.well-known'));
}

function find(path) {
  const names = namesOf(path);
  const base = join(root, ...names);
  return (path.endsWith('/') ? undefined : file(base) ?? file(base + '.html')) ?? file(join(base, 'index.html'));
}

function pathOf(url) {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/s, ''));
    return path.startsWith('/') && !/[\0\\]/.test(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function choose(path) {
  const hidden = isHidden(path);
  const found = hidden ? undefined : find(path);
  if (found) return { status: 200, found };
  const missing = file(join(root, '404.html'));
  if (missing) return { status: 404, found: missing };
  const page = !hidden && extname(path) === '' ? file(join(root, 'index.html')) : undefined;
  return page ? { status: 200, found: page } : { status: 404 };
}

// One range of bytes; anything else is answered with the whole.
function rangeOf(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return start <= end ? { start, end } : undefined;
}

function answer(request, response) {
  const end = (status, headers = {}) => response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers })
    .end(request.method === 'HEAD' ? undefined : status + '\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(405, { allow: 'GET, HEAD' });
  const path = pathOf(request.url);
  if (path === undefined) return end(400);
  const { status, found } = choose(path);
  if (!found) return end(404);

  const { size, mtimeMs } = found.stat;
  const type = TYPES[extname(found.path).toLowerCase()] ?? 'application/octet-stream';
  const headers = {
    'content-type': TEXT.test(type) ? type + '; charset=utf-8' : type,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
    etag: 'W/"' + size.toString(36) + '-' + Math.trunc(mtimeMs).toString(36) + '"',
  };
  if (TEXT.test(type)) headers.vary = 'accept-encoding';
  const known = (request.headers['if-none-match'] ?? '').split(',').map(tag => tag.trim());
  if (status === 200 && known.includes(headers.etag)) return response.writeHead(304, headers).end();

  const zipped = TEXT.test(type) && size > 1024 && /(^|[\s,])gzip($|[\s,;])/.test(request.headers['accept-encoding'] ?? '');
  const range = status === 200 && !zipped ? rangeOf(request.headers.range, size) : undefined;
  if (zipped) headers['content-encoding'] = 'gzip';
  else headers['content-length'] = range ? range.end - range.start + 1 : size;
  if (range) headers['content-range'] = 'bytes ' + range.start + '-' + range.end + '/' + size;
  else if (!zipped) headers['accept-ranges'] = 'bytes';
  response.writeHead(range ? 206 : status, headers);
  if (request.method === 'HEAD') return response.end();
  const content = createReadStream(found.path, range).on('error', () => response.destroy());
  response.on('close', () => content.destroy());
  (zipped ? content.pipe(createGzip()) : content).pipe(response);
}

if (!file(join(root, 'index.html'))) {
  console.error('there is no index.html in ' + root + ': set the props command and releaseFiles if this is no site');
  process.exit(1);
}
const server = createServer(answer);
server.listen(Number(process.env.PORT || ${STATIC_FILES_PORT}), () => console.log('serving ' + root + ' on port ' + server.address().port));
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 500).unref();
  });
}
`;
