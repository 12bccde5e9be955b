import { stat } from 'fs/promises';
import { IncomingMessage, RequestListener, ServerResponse } from 'http';
import etag from 'etag';
import fresh from 'fresh';
import send from 'send';
import { contentTypeOf, isText } from './content-types';
import { Prefix } from './prefix';
import { Found, Site } from './site';
import { ZippedFiles } from './zipped-files';

/** The encodings that files are found in, by the best first. */
export type Encoding = 'br' | 'gzip';

/**
 * Which encodings a client takes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding
 */
export function acceptedEncodings(header: string | undefined): Encoding[] {
  const weights = new Map((header ?? '').split(',').map(part => {
    const [name, ...parameters] = part.split(';').map(word => word.trim().toLowerCase());
    const weight = parameters.map(parameter => /^q=(.*)$/.exec(parameter)?.[1]).find(value => value !== undefined);
    return [name, weight === undefined ? 1 : Number(weight) || 0];
  }));
  const weightOf = (encoding: Encoding) => weights.get(encoding) ?? weights.get('*') ?? 0;
  return (['br', 'gzip'] as const).filter(encoding => weightOf(encoding) > 0);
}

/** Endings of files that a build compressed: `app.js.br` beside `app.js`. */
const ENDINGS = { br: '.br', gzip: '.gz' } as const;

/** Bytes that are read of a file for one client, who may be slow. */
const CHUNK = 16 * 1024;

/** A site as it is served. */
export interface Served {
  readonly site: Site;
  /** The path below which its pages ask for its files. */
  readonly prefix?: Prefix;
}

/** Answers requests with the files of a site. */
export function answerWith(served: Served): RequestListener {
  const zipped = new ZippedFiles();
  return (request, response) => {
    answer(served, zipped, request, response).catch(() => refuse(request, response, 500));
  };
}

async function answer({ site, prefix }: Served, zipped: ZippedFiles, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(request, response, 405, { allow: 'GET, HEAD' });
  const path = pathOf(request.url ?? '');
  if (path === undefined) return refuse(request, response, 400);
  const inside = prefix?.inside(path);
  const visited = isVisit(request);
  const there = (inside === undefined ? undefined : site.find(inside)) ?? site.find(path);
  const found = there ?? site.instead(inside ?? path, visited);
  if (!found) return refuse(request, response, 404);
  const elsewhere = inside === undefined && found.status === 200 && isPage(found) ? prefix?.leads(request.url!) : undefined;
  if (elsewhere !== undefined && visited && !isToldOf(request)) {
    return refuse(request, response, 302, { 'location': elsewhere, 'vary': 'accept', 'cache-control': 'no-cache' });
  }
  response.statusCode = found.status;
  response.setHeader('content-type', contentTypeOf(found.name));
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cache-control', 'no-cache');
  const encodings = acceptedEncodings(request.headers['accept-encoding']);
  const built = encodings.map(encoding => ({ encoding, file: site.file(found.name + ENDINGS[encoding]) })).find(({ file }) => file !== undefined);
  if (isText(found.name) || (['.br', '.gz'] as const).some(ending => site.file(found.name + ending))) {
    response.setHeader('vary', there && elsewhere === undefined ? 'accept-encoding' : 'accept, accept-encoding');
  }
  if (built) {
    response.setHeader('content-encoding', built.encoding);
    return sendFile(request, response, found, built.file!);
  }
  // a range is one of the file itself
  const content = isText(found.name) && encodings.includes('gzip') && request.headers.range === undefined ? await zip(zipped, response, found) : undefined;
  return content ? sendContent(request, response, found, content) : sendFile(request, response, found, found.file);
}

function isPage({ name }: Found): boolean {
  return name.endsWith('.html');
}

/** True if a browser is to show what it asks for: scripts of a page and health checks take anything. */
function isVisit({ headers }: IncomingMessage): boolean {
  return /\btext\/html\b/.test(headers.accept ?? '');
}

/** True if a proxy says that it took the prefix off: it would be sent in a circle. */
function isToldOf({ headers }: IncomingMessage): boolean {
  return headers['x-forwarded-prefix'] !== undefined;
}

function sendFile(request: IncomingMessage, response: ServerResponse, { status }: Found, file: string): void {
  const whole = status === 200;
  const options = { dotfiles: 'allow', cacheControl: false, acceptRanges: whole, etag: whole, lastModified: whole, highWaterMark: CHUNK } as const;
  send(request, file.split('/').map(encodeURIComponent).join('/'), options)
    .on('error', ({ status: code = 500, headers }: { status?: number; headers?: Record<string, string> }) => refuse(request, response, code, headers))
    .on('directory', () => refuse(request, response, 404))
    .pipe(response);
}

async function zip(zipped: ZippedFiles, response: ServerResponse, { status, file }: Found): Promise<Buffer | undefined> {
  const stats = await stat(file);
  if (status === 200) {
    response.setHeader('etag', etag(stats, { weak: true }));
    response.setHeader('last-modified', stats.mtime.toUTCString());
  }
  return zipped.of(file, stats.size);
}

function sendContent(request: IncomingMessage, response: ServerResponse, { status }: Found, content: Buffer): void {
  const known = status === 200 && fresh(request.headers, { 'etag': String(response.getHeader('etag')), 'last-modified': String(response.getHeader('last-modified')) });
  response.setHeader('content-encoding', 'gzip');
  if (known) {
    response.statusCode = 304;
    response.end();
    return;
  }
  response.setHeader('content-length', content.length);
  response.end(request.method === 'HEAD' ? undefined : content);
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.getHeaderNames().forEach(name => response.removeHeader(name));
  const text = `${status}\n`;
  response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8', 'content-length': text.length });
  response.end(request.method === 'HEAD' ? undefined : text);
}

/** The path that is asked for; undefined for what is none. */
function pathOf(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/s, ''));
    return path.startsWith('/') && !/[\0\\]/.test(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
