import { ChildProcess, spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as http from 'http';
import * as os from 'os';
import * as path from 'path';
import * as zlib from 'zlib';
import { programText } from '../../../lib/programs/program-text';
import { ask } from './ask';

const PAGE = '<h1>home</h1>';
const LONG = 'a line\n'.repeat(1000);

let directory: string;
let server: ChildProcess | undefined;
let port: number;

beforeEach(() => {
  directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'static-')));
  fs.writeFileSync(path.join(directory, 'static.mjs'), programText('static'));
  write({
    'secret.txt': 'secret',
    'site/index.html': PAGE,
    'site/about.html': 'about',
    'site/docs/index.html': 'docs',
    'site/app.js': LONG,
    'site/a b.txt': 'blank',
    'site/.env': 'hidden',
    'site/.well-known/security.txt': 'contact',
    'site/digits.bin': '0123456789',
  });
});

afterEach(async () => {
  if (server && server.exitCode === null && server.signalCode === null) {
    server.kill('SIGKILL');
    await new Promise(resolve => server!.on('close', resolve));
  }
  server = undefined;
  fs.rmSync(directory, { recursive: true, force: true });
});

function write(files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.join(directory, path.dirname(file)), { recursive: true });
    fs.writeFileSync(path.join(directory, file), text);
  }
}

async function serve(): Promise<void> {
  const child = spawn(process.execPath, ['static.mjs', 'site'], { cwd: directory, env: { PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] });
  server = child;
  // any free port, which the server prints
  port = await new Promise((resolve, reject) => {
    child.stdout.on('data', data => resolve(Number(/port (\d+)/.exec(String(data))![1])));
    child.on('close', () => reject(new Error('the server ended')));
  });
}

async function textOf(target: string): Promise<string> {
  const { status, body } = await ask(port, target);
  return `${status} ${body}`;
}

test.each([
  ['/', `200 ${PAGE}`],
  ['/?a=1', `200 ${PAGE}`],
  ['/about', '200 about'],
  ['/docs', '200 docs'],
  ['/docs/', '200 docs'],
  ['/a%20b.txt', '200 blank'],
  ['/.well-known/security.txt', '200 contact'],
  ['/some/page/of/the/application', `200 ${PAGE}`],
  ['/missing.js', '404 404\n'],
  ['/.env', '404 404\n'],
  ['/../secret.txt', '404 404\n'],
  ['/%2e%2e/secret.txt', '404 404\n'],
  ['/..%2fsecret.txt', '404 404\n'],
  ['/docs/../../secret.txt', '404 404\n'],
  ['/%00', '400 400\n'],
  ['/%', '400 400\n'],
  ['/..%5csecret.txt', '400 400\n'],
])('%s is %j', async (target, expected) => {
  await serve();
  expect(await textOf(target)).toBe(expected);
});

test.each([
  ['/verify/jane@example.com', 200, 404], ['/package/react@18.2.0', 200, 404], ['/users/john.doe', 200, 404], ['/data/none.parquet', 200, 404],
  ['/assets/none.js', 404, 404], ['/none.png', 404, 404], ['/.env', 404, 404], ['/a/.git/config', 404, 404],
])('for who visits %s it is %i, for who loads it %i', async (target, visited, loaded) => {
  await serve();
  const visit = await ask(port, target, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
  expect([visit.status, (await ask(port, target, { accept: '*/*' })).status]).toEqual([visited, loaded]);
  if (visited === 200) expect(visit.headers.vary).toMatch(/^accept\b(?!-)/);
});

test('a site with a page for what is not there says 404 with it', async () => {
  write({ 'site/404.html': 'not here' });
  await serve();
  expect(await textOf('/some/page')).toBe('404 not here');
});

test('text is compressed for who takes it, and is what it was', async () => {
  await serve();
  const zipped = await ask(port, '/app.js', { 'accept-encoding': 'br, gzip' });
  const plain = await ask(port, '/app.js');
  expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', 'vary': 'accept-encoding', 'content-type': 'text/javascript; charset=utf-8' });
  expect(zlib.gunzipSync(zipped.body).toString()).toBe(LONG);
  expect(plain.headers).toMatchObject({ 'content-length': String(LONG.length), 'x-content-type-options': 'nosniff' });
  expect(plain.body.toString()).toBe(LONG);
});

test('who has it already is told so', async () => {
  await serve();
  const { headers } = await ask(port, '/app.js');
  const again = await ask(port, '/app.js', { 'if-none-match': headers.etag });
  expect([again.status, again.body.length]).toEqual([304, 0]);
});

test.each([
  ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
  ['bytes=7-', 206, '789', 'bytes 7-9/10'],
  ['bytes=-2', 206, '89', 'bytes 8-9/10'],
  ['bytes=4-2', 416, '416\n', 'bytes */10'],
  ['bytes=10-', 416, '416\n', 'bytes */10'],
  ['bytes=0-1,4-5', 200, '0123456789', undefined],
  ['bytes=a-b', 200, '0123456789', undefined],
])('the range %s is %i %s', async (range, status, body, contentRange) => {
  await serve();
  const answer = await ask(port, '/digits.bin', { range });
  expect([answer.status, answer.body.toString(), answer.headers['content-range']]).toEqual([status, body, contentRange]);
});

test('HEAD has no body, and other methods are refused', async () => {
  await serve();
  const head = await ask(port, '/app.js', {}, 'HEAD');
  const post = await ask(port, '/', {}, 'POST');
  expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, String(LONG.length), 0]);
  expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD']);
});

test('ends with 0 on SIGTERM, also while a connection is open', async () => {
  await serve();
  const agent = new http.Agent({ keepAlive: true });
  await new Promise(resolve => http.get({ port, path: '/', agent }, response => response.resume().on('end', resolve)));
  const ended = new Promise(resolve => server!.on('close', resolve));
  server!.kill('SIGTERM');
  expect(await ended).toBe(0);
  agent.destroy();
});

test.each([
  ['feed.xsl', 'text/xsl; charset=utf-8'], ['feed.rss', 'application/rss+xml; charset=utf-8'], ['live.m3u8', 'application/vnd.apple.mpegurl; charset=utf-8'],
  ['live1.ts', 'video/mp2t'], ['model.glb', 'model/gltf-binary'], ['a.unknown', 'application/octet-stream'],
])('%s is %s, which a browser that is told not to guess takes', async (name, type) => {
  write({ [`site/${name}`]: 'content' });
  await serve();
  expect((await ask(port, `/${name}`)).headers['content-type']).toBe(type);
});

test('does not start where there is no page', () => {
  fs.rmSync(path.join(directory, 'site/index.html'));
  const { status, stderr } = spawnSync(process.execPath, ['static.mjs', 'site'], { cwd: directory, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain('there is no index.html in');
});
