import * as fs from 'fs';
import * as path from 'path';
import { BaseImage, Gate, NodejsDockerfileOptions, Service, ServiceProbe, StartGate } from '../../lib';
import { COMPAT_APPS } from '../compat/apps';
import { build, BuildResult, cleanUp, contextOf, filesOf, temporaryDirectory } from './engine';
import { smallApp } from './small-app';

const APPS = path.join(__dirname, '..', 'compat', 'apps');

afterAll(() => cleanUp());

/** What a gate said, a line each. */
function said({ log }: BuildResult): string {
  return [...log.matchAll(/^#\d+ [\d.]+ (\[gate [a-z]+\] .*)$/gm)].map(([, line]) => line).join('\n');
}

/** A copy of an application that no build before has seen: what passed is cached, with its log. */
function copyOf(app: string, files: Record<string, string> = {}): string {
  const directory = temporaryDirectory();
  fs.cpSync(path.join(APPS, app), directory, { recursive: true });
  for (const [name, text] of Object.entries({ 'seen.txt': String(Date.now()), ...files })) fs.writeFileSync(path.join(directory, name), text);
  return directory;
}

const withServices = (...services: Service[]): NodejsDockerfileOptions => ({ gates: [Gate.script('test', { services })], startGate: StartGate.none() });

/** Each is built with its services, green, by compat.container.ts. */
test.each(COMPAT_APPS.filter(({ services }) => services !== undefined).map(({ name }) => name))('the tests of %s fail without their services', app => {
  const red = build(contextOf(copyOf(app), { startGate: StartGate.none() }));
  expect(red.ok).toBe(false);
  expect(said(red)).toMatch(/failed/);
});

test.each<[string, Service, RegExp]>([
  ['postgres', Service.postgres(), /nothing listens on port 5432 beside the tests: .*\[Service\.postgres\(\)\]/],
  ['redis', Service.redis(), /step 1 of 1, npm run test: failed/],
])('the service that %s misses is named, and ready when it is there', (app, service, hint) => {
  expect(said(build(contextOf(copyOf(app), { startGate: StartGate.none() })))).toMatch(hint);

  const green = build(contextOf(copyOf(app), withServices(service)));
  expect(said(green)).toMatch(new RegExp(`service ${app} is ready on 127\\.0\\.0\\.1:${service.port} after [\\d.]+ s`));
  expect(green.ok).toBe(true);
  expect(filesOf(green.image).filter(file => /^(services?|enter)\b/.test(file))).toEqual([]);
});

test.each([['slim', BaseImage.debianSlim()], ['distroless', BaseImage.distroless()]])('the image is started beside its database, on %s', (_, baseImage) => {
  const server = 'require("./harbours").connect().then(() => require("http").createServer((_, r) => r.end("well")).listen(3000))';
  const start = (services: Service[]) => build(contextOf(copyOf('postgres', { 'server.js': server }), { baseImage, gates: [], startGate: StartGate.required({ services }) }));

  const alone = start([]);
  expect(alone.ok).toBe(false);
  expect(said(alone)).toMatch(/failed: .*ECONNREFUSED 127\.0\.0\.1:5432/);

  const beside = start([Service.postgres()]);
  expect(said(beside)).toMatch(/service postgres is ready[^]*listens on 3000/);
  expect(beside.ok).toBe(true);
});

test('a service of your own, by what it prints; what tests need beside their failure', () => {
  const own = Service.of({
    name: 'own', image: 'public.ecr.aws/docker/library/redis:8', command: ['redis-server', '--port', '6380'], port: 6380, user: 'redis', directory: '/data',
    ready: ServiceProbe.output('Ready to accept connections'), variables: { CACHE: 'redis://{host}:{port}' },
  });
  const fails = 'require("node:test").test("fails", () => { throw new Error(process.env.CACHE + (process.getuid() === 0) + require("fs").existsSync("/services/own/data")); });\n';
  const result = build(contextOf(smallApp({ files: { 'server.test.js': `// ${Date.now()}\n${fails}` } }), withServices(own)));

  expect(result.ok).toBe(false);
  expect(result.log).toContain('redis://127.0.0.1:6380truetrue');
  expect(said(result)).toMatch(/the end of the log of service own:\n\[gate test\] {3}.*/);
  expect(said(result)).toContain('Ready to accept connections');
});

test('a service that does not start fails its gate, and says why', () => {
  const broken = Service.of({ name: 'broken', image: 'public.ecr.aws/docker/library/redis:8', command: ['redis-server', '--no-such-option'], port: 6379, user: 'redis' });
  const result = build(contextOf(smallApp({ files: { 'seen.txt': String(Date.now()) } }), withServices(broken)));

  expect(result.ok).toBe(false);
  expect(said(result)).toMatch(/service broken: ended with 1 before it was ready/);
  expect(said(result)).toMatch(/no-such-option/);
});

test('a gate has no network, and says so where it wants one', () => {
  const asks = '.test("asks", () => require("dns").promises.lookup("registry.npmjs.org"));\n';
  const result = build(contextOf(smallApp({ files: { 'server.test.js': `// ${Date.now()}\nrequire("node:test")${asks}` } }), withServices()));

  expect(result.ok).toBe(false);
  expect(said(result)).toMatch(/a gate has no network: .*registry\.npmjs\.org.*network: true gives it a network/);
});
