import { ChildProcess, spawn } from 'child_process';
import * as fs from 'fs';
import * as http from 'http';
import * as net from 'net';
import * as path from 'path';
import * as zlib from 'zlib';
import * as fc from 'fast-check';
import { programText } from '../../../lib/programs/program-text';
import { temporaryDirectory } from '../../temporary';
import { ask } from './ask';

const LONG = 'a line\n'.repeat(1000);
const LARGE = 8 * 1024 * 1024;

let server: ChildProcess;
let site: string;
let port: number;

beforeAll(async () => {
  const directory = temporaryDirectory();
  site = path.join(directory, 'site');
  fs.writeFileSync(path.join(directory, 'static.mjs'), programText('static'));
  fs.writeFileSync(path.join(directory, 'secret.txt'), 'secret');
  fs.mkdirSync(path.join(directory, 'outside'));
  fs.writeFileSync(path.join(directory, 'outside', 'secret.txt'), 'secret');
  fs.mkdirSync(path.join(site, 'docs', '.git'), { recursive: true });
  const files = {
    'index.html': '<h1>home</h1>', 'app.js': LONG, 'style.css': LONG, 'style.css.br': 'brotli', 'style.css.gz': 'gzipped', 'data.bin': '0123456789',
    'gone.txt': 'gone', 'turned.txt': 'turned', '100%.txt': 'percent', 'docs/index.html': 'docs', 'docs/.git/config': 'hidden', 'docs/.htpasswd': 'hidden',
  };
  Object.entries(files).forEach(([name, text]) => fs.writeFileSync(path.join(site, name), text));
  fs.writeFileSync(path.join(site, 'large.bin'), Buffer.alloc(LARGE, 'x'));
  const links = {
    'out.txt': '../secret.txt', 'out': '../outside', 'absolute.txt': path.join(directory, 'secret.txt'), 'nothing.txt': 'missing', 'self': 'self', 'loop': '.', 'docs/up': '..',
    'inside.txt': 'data.bin', 'etc': '/etc', 'root': '/',
  };
  Object.entries(links).forEach(([name, target]) => fs.symlinkSync(target, path.join(site, name)));
  server = spawn(process.execPath, ['static.mjs', 'site'], { cwd: directory, env: { PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] });
  port = await new Promise(resolve => server.stdout!.on('data', data => resolve(Number(/port (\d+)/.exec(String(data))![1]))));
  fs.rmSync(path.join(site, 'gone.txt'));
  fs.rmSync(path.join(site, 'turned.txt'));
  fs.mkdirSync(path.join(site, 'turned.txt'));
});

afterAll(() => server.kill('SIGKILL'));

/** It is still the process that was started, and answers. */
afterEach(async () => {
  expect((await ask(port, '/')).body.toString()).toBe('<h1>home</h1>');
  expect(server.exitCode).toBeNull();
});

/** Bytes that no client of Node.js would send. */
function raw(text: string): Promise<string> {
  return new Promise(resolve => {
    const socket = net.connect(port, '127.0.0.1', () => socket.end(text));
    let answer = '';
    socket.on('data', data => { answer += data.toString('latin1'); });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => resolve(answer));
  });
}

test.each([
  ['a name that is too long', `/${'a'.repeat(300)}`, 200], ['one with an ending', `/${'a'.repeat(300)}.js`, 404], ['a path that is too long', `/${'a/'.repeat(5000)}b.js`, 404],
  ['a file as a directory', '/app.js/x.js', 404], ['a bad escape', '/%zz', 400], ['half a character', '/%c3', 400], ['a NUL', '/a%00.js', 400],
  ['a link to nothing', '/nothing.txt', 404], ['a link to itself', '/self.js', 404], ['what is gone by now', '/gone.txt', 404], ['what is a directory by now', '/turned.txt', 404],
])('%s does not end it', async (_, target, status) => {
  expect((await ask(port, target)).status).toBe(status);
});

test.each(['/out.txt', '/out/secret.txt', '/absolute.txt', '/etc/passwd.txt', '/etc/hostname', '/root/etc/passwd', '/loop/out.txt', '/docs/up/../secret.txt', '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '//secret.txt'])(
  '%s leads nowhere', async target => {
    expect((await ask(port, target)).body.toString()).not.toMatch(/secret|root:|^[\w-]+\n$(?<!404\n)/);
  });

test('a link inside is followed', async () => {
  expect((await ask(port, '/inside.txt')).body.toString()).toBe('0123456789');
});

test.each(['/docs/.git/config', '/docs/.htpasswd', '/.env', '/docs/%2egit/config'])('%s is hidden', async target => {
  expect((await ask(port, target)).status).toBe(404);
});

test('a percent sign in a name is one', async () => {
  expect((await ask(port, '/100%25.txt')).body.toString()).toBe('percent');
});

test.each([
  ['gzip', 'gzip'], ['br, gzip', 'gzip'], ['*', 'gzip'], ['gzip;q=0.1', 'gzip'], ['gzip;q=0', undefined], ['gzip; q=0.0, *', undefined], ['identity', undefined],
  ['x-gzip-like', undefined], ['', undefined], [';;;,,q=', undefined],
])('text for who takes %j is in %s', async (accepted, encoding) => {
  const { headers, body } = await ask(port, '/app.js', { 'accept-encoding': accepted });
  expect(headers['content-encoding']).toBe(encoding);
  expect(headers.vary).toBe('accept-encoding');
  expect(encoding ? zlib.gunzipSync(body).toString() : body.toString()).toBe(LONG);
});

test.each([['br, gzip', 'br', 'brotli'], ['gzip', 'gzip', 'gzipped'], ['br;q=0, gzip', 'gzip', 'gzipped'], ['identity', undefined, LONG]])(
  'what the build compressed is served to who takes %s', async (accepted, encoding, content) => {
    const { headers, body } = await ask(port, '/style.css', { 'accept-encoding': accepted });
    expect([headers['content-encoding'], body.toString()]).toEqual([encoding, content]);
    expect(headers).toMatchObject({ 'content-type': 'text/css; charset=utf-8', 'vary': 'accept-encoding' });
  });

test('a range is given for what was had before, and all of it for what was not', async () => {
  const { headers: { etag, 'last-modified': modified } } = await ask(port, '/data.bin');
  const part = (condition: string) => ask(port, '/data.bin', { 'range': 'bytes=2-4', 'if-range': condition }).then(({ status, body }) => `${status} ${body}`);
  expect(await part(etag!)).toBe('206 234');
  expect(await part(modified!)).toBe('206 234');
  expect(await part('"other"')).toBe('200 0123456789');
  expect(await part(new Date(0).toUTCString())).toBe('200 0123456789');
});

test('who has it is told so, compressed or not', async () => {
  for (const encoding of ['identity', 'gzip']) {
    const { headers } = await ask(port, '/app.js', { 'accept-encoding': encoding });
    const again = (condition: http.OutgoingHttpHeaders) => ask(port, '/app.js', { 'accept-encoding': encoding, ...condition }).then(({ status, body }) => [status, body.length > 0]);
    expect(await again({ 'if-none-match': headers.etag })).toEqual([304, false]);
    expect(await again({ 'if-none-match': `"a", ${headers.etag}` })).toEqual([304, false]);
    expect(await again({ 'if-none-match': '*' })).toEqual([304, false]);
    expect(await again({ 'if-modified-since': headers['last-modified'] })).toEqual([304, false]);
    expect(await again({ 'if-none-match': '"a"' })).toEqual([200, true]);
  }
});

test.each(['/app.js', '/data.bin', '/style.css', '/missing.js', '/%'])('HEAD of %s says what GET does, without a body', async target => {
  for (const headers of [{}, { 'accept-encoding': 'gzip' }, { range: 'bytes=1-2' }]) {
    const [head, get] = [await ask(port, target, headers, 'HEAD'), await ask(port, target, headers)];
    const { date: _, ...said } = head.headers;
    expect([head.status, said]).toEqual([get.status, expect.objectContaining(said)]);
    expect([head.body.length, head.headers['content-length']]).toEqual([0, String(get.body.length)]);
  }
});

test('nothing that is asked for ends it', async () => {
  const piece = fc.oneof(fc.constantFrom('%', '%2e', '..', '.', '/', '\\', '%00', '%2f', 'app.js', 'docs', 'loop', 'out', 'self', '?', '#', '%ff', ' ', 'a'.repeat(256)), fc.string());
  const request = fc.tuple(
    fc.array(piece, { maxLength: 12 }).map(parts => `/${parts.join('')}`.replace(/[\r\n\0]/g, '')),
    fc.constantFrom('GET', 'HEAD', 'POST', 'OPTIONS', 'TRACE', 'BREW'),
    fc.constantFrom('range', 'if-range', 'if-none-match', 'if-modified-since', 'accept-encoding', 'if-match', 'if-unmodified-since', 'expect'),
    fc.oneof(fc.constantFrom('bytes=4-2', 'bytes=-', 'bytes=99999999999999999999-', 'bytes=-0', 'bytes=0-0,-1', '*', 'gzip;q=', '"'), fc.string().map(text => text.replace(/[\r\n\0]/g, ''))),
  );
  for (const [target, method, header, value] of fc.sample(request, { numRuns: 400, seed: 20261127 })) {
    const answer = await raw(`${method} ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${header}: ${value}\r\n\r\n`);
    expect(answer).not.toMatch(/secret|HTTP\/1\.1 500/);
  }
}, 120_000);

test('bytes that are no request do not end it', async () => {
  for (const text of ['\0\0\0', 'GET', 'GET / HTTP/9.9\r\n\r\n', `GET / HTTP/1.1\r\n${'a: b\r\n'.repeat(5000)}\r\n`, 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n\r\n`]) {
    await raw(text);
  }
});

test('a connection is kept longer than a load balancer keeps it', async () => {
  const { headers } = await ask(port, '/', { connection: 'keep-alive' });
  expect(Number(/timeout=(\d+)/.exec(String(headers['keep-alive']))?.[1])).toBeGreaterThan(60);
});

test('a thousand clients that take nothing of what they asked for take little memory', async () => {
  const memory = () => Number(/VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${server.pid}/status`, 'utf8'))![1]) / 1024;
  const before = memory();
  const sockets = await Promise.all(Array.from({ length: 1000 }, () => new Promise<net.Socket>((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.pause();
      socket.write('GET /large.bin HTTP/1.1\r\nHost: a\r\n\r\n');
      resolve(socket);
    });
    socket.on('error', reject);
  })));
  await new Promise(resolve => setTimeout(resolve, 3000));
  expect((await ask(port, '/app.js')).status).toBe(200);
  expect(memory() - before).toBeLessThan(250);
  sockets.forEach(socket => socket.on('error', () => undefined).destroy());
}, 60_000);
