import { NodejsProject } from '../../../lib';
import { fact, project, ProjectContent, projectDirectory, warnings } from '../project-directory';

function started(server: string, more: ProjectContent = {}, name = 'server.js', dependencies = {}) {
  return project({ 'package.json': { scripts: { start: `node ${name}` }, dependencies }, [name]: server, ...more });
}

describe('the port of one file', () => {
  test.each<[string, string, number | undefined]>([
    ['a template literal before it', 'const url = `https://${host}/x`;\napp.listen(process.env.PORT || 3100);', 3100],
    ['an expression that divides, or a regular one', 'const a = b / c; const r = /[/`${]/g; app.listen(3101)', 3101],
    ['a template literal in one', 'log(`a ${`b ${c}`} // ${d}`); app.listen(3102)', 3102],
    ['express set and get', 'app.set("port", process.env.PORT || 3103); http.createServer(app).listen(app.get("port"));', 3103],
    ['a function that makes it a number', 'function normalizePort(val) { var port = parseInt(val, 10); if (isNaN(port)) { return val; } if (port >= 0) { return port; } return false; }\nvar port = normalizePort(process.env.PORT || "3104");\nserver.listen(port);', 3104],
    ['a helper that is not there', 'server.listen(toPort(process.env.PORT ?? 3105));', 3105],
    ['a property of a class', 'class App { port = process.env.PORT || 3106; start() { this.app.listen(this.port, () => {}); } } new App().start();', 3106],
    ['what a constructor sets', 'class App { constructor() { this.port = Number(process.env.PORT) || 3107; } start() { this.app.listen(this.port); } }', 3107],
    ['a function that is given it', 'async function main(port) { await app.listen(port); }\nmain(process.env.PORT || 3108);', 3108],
    ['a parameter with a default', 'function main(port = 3109) { app.listen(port); }', 3109],
    ['an object of settings', 'const config = { server: { port: process.env.PORT ?? 3110 } }; app.listen(config.server.port);', 3110],
    ['objects put together', 'const base = { port: 3111 }; const config = { ...base, host: "0.0.0.0" }; app.listen(config.port);', 3111],
    ['arithmetic', 'const BASE = 3000; app.listen(BASE + 112);', 3112],
    ['production and development', 'app.listen(process.env.NODE_ENV === "production" ? 3113 : 3000)', 3113],
    ['convict', 'const config = convict({ port: { format: "port", default: 3114, env: "PORT" } }); app.listen(config.get("port"));', 3114],
    ['env-var', 'const port = env.get("PORT").default("3115").asPortNumber(); app.listen(port);', 3115],
    ['Joi', 'const schema = Joi.object({ PORT: Joi.number().port().default(3116) });', 3116],
    ['a schema of JSON', 'const schema = { properties: { PORT: { type: "number", default: 3117 } } };', 3117],
    ['valibot', 'const schema = v.object({ PORT: v.optional(v.number(), 3118) });', 3118],
    ['zod that reads it', 'const port = z.coerce.number().default(3119).parse(process.env.PORT); app.listen(port);', 3119],
    ['uWebSockets', 'uWS.App().listen("0.0.0.0", 3120, token => {});', 3120],
    ['Bun', 'Bun.serve({ port: process.env.PORT || 3121, fetch() {} });', 3121],
    ['a server of WebSockets', 'const { WebSocketServer } = require("ws"); new WebSocketServer({ port: process.env.PORT || 3122 });', 3122],
    ['a server of WebSockets on another one', 'const { WebSocketServer } = require("ws"); const server = require("http").createServer(); new WebSocketServer({ server }); server.listen(3123);', 3123],
    ['Socket.IO alone', 'const { Server } = require("socket.io"); new Server(process.env.PORT || 3124, { cors: {} });', 3124],
    ['Socket.IO on another one', 'const { Server } = require("socket.io"); const app = require("http").createServer(); new Server(app); app.listen(3125);', 3125],
    ['Bun without one', 'Bun.serve({ fetch() {} });', 3000],
    ['Hono without one', 'import { serve } from "@hono/node-server"; serve({ fetch: app.fetch });', 3000],
    ['Hono with an application alone', 'import { serve } from "@hono/node-server"; serve(app);', 3000],
    ['Apollo', 'import { startStandaloneServer } from "@apollo/server/standalone"; await startStandaloneServer(server, { listen: { port: 3122 } });', 3122],
    ['Apollo without one', 'import { startStandaloneServer } from "@apollo/server/standalone"; await startStandaloneServer(server);', 4000],
    ['gRPC', 'const grpc = require("@grpc/grpc-js"); new grpc.Server().bindAsync("0.0.0.0:3131", credentials, () => {});', 3131],
    ['gRPC with a variable', 'import { Server } from "@grpc/grpc-js"; const port = process.env.PORT ?? 3132; new Server().bindAsync(`0.0.0.0:${port}`, c, f);', 3132],
    ['bind of something else', 'element.bind("a:3133");', undefined],
    ['logical assignment', 'process.env.PORT ||= "3123"; app.listen(process.env.PORT)', 3123],
    ['another variable', 'app.listen(process.env.API_PORT || 3124)', 3124],
    ['two of which one is that of PORT', 'app.listen(process.env.PORT || 3125); metrics.listen(process.env.METRICS_PORT || 9090)', 3125],
    ['a fixed one beside one that is not known', 'metrics.listen(9090); app.listen(options.port)', undefined],
    ['a variable that is changed', 'let port = 3000; port = other(); app.listen(port)', undefined],
    ['a client', 'const client = net.connect({ port: 5432 }); pool.query({ port: 1 });', undefined],
    ['a comment', '/* app.listen(3000) */', undefined],
    ['a name in another function', 'function a() { const port = 1234; } function b(port) { app.listen(port); }', undefined],
    ['nothing but a variable', 'const port = process.env.PORT; app.listen(port)', undefined],
    ['JSX', 'const page = <a href="http://x">{`${a}`} // not a comment</a>; app.listen(3126)', 3126],
    ['a shebang', '#!/usr/bin/env node\napp.listen(3127)', 3127],
    ['an error that can be skipped', 'const a = 1; const a = 2; app.listen(3128)', 3128],
    ['destructured settings', 'const { server: { port } } = { server: { port: 3129 } }; app.listen(port)', 3129],
    ['a promise', 'fastify.listen({ port: Number(process.env.PORT ?? 3130), host: "0.0.0.0" }).then(() => {})', 3130],
    ['restify', 'const server = restify.createServer(); server.listen(3131, "0.0.0.0")', 3131],
    ['a port as text in an object', 'const config = { port: "3132" }; http.createServer().listen(config.port)', 3132],
    ['env of a module of Node.js', 'import { env } from "node:process"; app.listen(env.PORT || 3133)', 3133],
    ['dotted settings', 'const settings = {}; settings.port = process.env.PORT || 3134; app.listen(settings.port)', 3134],
  ])('given %s, when it is read, then it is found or not told', (_, source, port) => {
    expect(started(source).port).toBe(port);
  });

  test.each<[string, string, number]>([
    ['types', 'const port: number = Number(process.env.PORT) || 3200;\napp.listen(port as number);', 3200],
    ['a constant', 'const config = { port: 3201 } as const satisfies Config; app.listen(config.port!);', 3201],
    ['decorators', '@Module({}) class A { @Inject() private b: string; }\nasync function bootstrap() { const app = await NestFactory.create(A); await app.listen(process.env.PORT ?? 3202); }\nbootstrap();', 3202],
    ['a generic', 'await app.listen(config.get<number>("PORT", 3203));', 3203],
    ['an enumeration', 'enum Ports { Http = 3204 }\napp.listen(Ports.Http);', 3204],
    ['an assertion in angles', 'app.listen(<number>3205)', 3205],
  ])('given TypeScript with %s, when it is read, then it is found', (_, source, port) => {
    const read = project({ 'package.json': { scripts: { start: 'tsx server.ts' }, dependencies: { tsx: '4' } }, 'server.ts': source });
    expect(read.port).toBe(port);
  });
});

describe('the port that another file tells', () => {
  const listen = (specifier: string) => `import { config } from '${specifier}';\napp.listen(config.port);`;
  const config = 'export const config = { port: Number(process.env.PORT ?? 4100) };';
  const compiled = { scripts: { build: 'tsc', start: 'node dist/main.js' }, devDependencies: { typescript: '5' } };
  const tsconfig = (options: object) => ({ compilerOptions: { outDir: 'dist', ...options } });

  test.each<[string, ProjectContent]>([
    ['a default export', { 'server.js': 'import config from "./config.js"; app.listen(config.port);', 'config.js': 'export default { port: process.env.PORT || 4100 };' }],
    ['a module of CommonJS', { 'server.js': 'const { port } = require("./config"); app.listen(port);', 'config.js': 'module.exports = { port: process.env.PORT || 4100 };' }],
    ['exports one by one', { 'server.js': 'const config = require("./config"); app.listen(config.PORT);', 'config.js': 'exports.PORT = process.env.PORT || 4100;' }],
    ['a constant', { 'server.js': 'import { PORT } from "./config.js"; app.listen(PORT);', 'config.js': 'export const PORT = 4100;' }],
    ['a namespace', { 'server.js': 'import * as config from "./config.js"; app.listen(config.PORT);', 'config.js': 'export const PORT = 4100;' }],
    ['a barrel', { 'server.js': 'import { PORT } from "./config/index.js"; app.listen(PORT);', 'config/index.js': 'export * from "./port.js";', 'config/port.js': 'export const PORT = 4100;' }],
    ['a name that is handed on', { 'server.js': 'import { PORT } from "./config/index.js"; app.listen(PORT);', 'config/index.js': 'export { port as PORT } from "./port.js";', 'config/port.js': 'const port = 4100;\nexport { port };' }],
    ['JSON', { 'server.js': 'const config = require("./config.json"); app.listen(config.port);', 'config.json': { port: 4100 } }],
    ['imports of package.json', { 'package.json': { type: 'module', scripts: { start: 'node server.js' }, imports: { '#config/*': './lib/config/*.js' } }, 'server.js': 'import { PORT } from "#config/port"; app.listen(PORT);', 'lib/config/port.js': 'export const PORT = 4100;' }],
    ['a file without an ending', { 'package.json': { scripts: { start: 'node ./bin/www' } }, 'bin/www': '#!/usr/bin/env node\nvar app = require("../app");\nhttp.createServer(app).listen(process.env.PORT || "4100");', 'app.js': '' }],
    ['an object of the environment', { 'server.js': 'import env from "./env.js"; app.listen(env.PORT);', 'env.js': 'export default cleanEnv(process.env, { PORT: port({ default: 4100 }) });' }],
  ])('given %s, when it is read, then it is found', (_, content) => {
    expect(project({ 'package.json': { scripts: { start: 'node server.js' } }, ...content }).port).toBe(4100);
  });

  test.each<[string, ProjectContent]>([
    ['paths', { 'tsconfig.json': tsconfig({ baseUrl: '.', paths: { '@/*': ['src/*'] } }), 'src/main.ts': listen('@/config'), 'src/config.ts': config }],
    ['paths without a base', { 'tsconfig.json': tsconfig({ paths: { '~config': ['./src/config.ts'] } }), 'src/main.ts': listen('~config'), 'src/config.ts': config }],
    ['a base alone', { 'tsconfig.json': tsconfig({ baseUrl: 'src' }), 'src/main.ts': listen('settings/config'), 'src/settings/config.ts': config }],
    ['what it extends', { 'tsconfig.json': { extends: './tsconfig.base.json', compilerOptions: { outDir: 'dist' } }, 'tsconfig.base.json': { compilerOptions: { paths: { '@app/*': ['./src/*'] } } }, 'src/main.ts': listen('@app/config'), 'src/config.ts': config }],
    ['comments in it', { 'tsconfig.json': '{ // here\n "compilerOptions": { "outDir": "dist", "paths": { "@/*": ["./src/*"], }, } }', 'src/main.ts': listen('@/config'), 'src/config.ts': config }],
    ['a directory of sources of its own', { 'tsconfig.json': tsconfig({ rootDir: 'source' }), 'source/main.ts': listen('./config.js'), 'source/config.ts': config }],
    ['references and extensions that lead to itself', { 'tsconfig.json': { extends: '.', references: [{ path: '.' }], compilerOptions: { outDir: 'dist', paths: { '@/*': ['./src/*'] } } }, 'src/main.ts': listen('@/config'), 'src/config.ts': config }],
    ['the ending of what is written', { 'tsconfig.json': tsconfig({ module: 'nodenext' }), 'src/main.ts': listen('./config.js'), 'src/config.ts': config }],
  ])('given a tsconfig.json with %s, when it is read, then it is found', (_, content) => {
    expect(project({ 'package.json': compiled, ...content }).port).toBe(4100);
  });

  test('given what one application of several is compiled to, when it is read, then its source is found', () => {
    const read = project({
      'package.json': { scripts: { build: 'tsc', start: 'node dist/apps/api/main' }, devDependencies: { typescript: '5' } },
      'tsconfig.json': tsconfig({ baseUrl: '.', paths: { '@app/common': ['libs/common/src'] } }),
      'apps/api/src/main.ts': listen('@app/common'),
      'libs/common/src/index.ts': 'export * from "./config";',
      'libs/common/src/config.ts': config,
    });
    expect(read.port).toBe(4100);
    expect(fact(read, 'port').source).toBe('apps/api/src/main.ts');
  });

  test('given a bundler that is told what it begins with, when it is read, then it is found', () => {
    const read = project({
      'package.json': { scripts: { build: 'esbuild app/server.ts --bundle --outfile=dist/bundle.js', start: 'node dist/bundle.js' }, devDependencies: { esbuild: '1' } },
      'app/server.ts': 'app.listen(4100)',
    });
    expect(read.port).toBe(4100);
  });

  test('given a package of the monorepo that tells, when it is read, then its source is found', () => {
    const directory = projectDirectory({
      'package.json': { private: true, workspaces: ['apps/*', 'packages/*'] },
      'package-lock.json': { lockfileVersion: 3, packages: { '': {} } },
      'apps/api/package.json': { name: 'api', scripts: { build: 'tsc', start: 'node dist/main.js' }, dependencies: { '@acme/config': '*' }, devDependencies: { typescript: '5' } },
      'apps/api/tsconfig.json': { extends: '../../tsconfig.base.json', compilerOptions: { outDir: 'dist' } },
      'tsconfig.base.json': { compilerOptions: { paths: { '@shared/*': ['./packages/shared/src/*'] } } },
      'apps/api/src/main.ts': 'import { host } from "@shared/host";\nimport { config } from "@acme/config";\napp.listen(config.port, host);',
      'packages/config/package.json': { name: '@acme/config', main: 'dist/index.js', scripts: { build: 'tsc' } },
      'packages/config/src/index.ts': config,
      'packages/shared/package.json': { name: 'shared' },
      'packages/shared/src/host.ts': 'export const host = "127.0.0.1";',
    });
    const read = NodejsProject.fromDirectory(`${directory}/apps/api`);
    expect(read.port).toBe(4100);
    expect(fact(read, 'port').source).toBe('src/main.ts');
    expect(warnings(read)).toContain('listens-on-loopback');
  });

  test('given a file that another one loads for its types, when it is read, then it tells nothing', () => {
    expect(started('import type { A } from "./a"; app.listen(process.env.PORT);', { 'a.ts': 'app.listen(5000)' }, 'server.ts').port).toBeUndefined();
  });
});

describe('a server of which no port is known', () => {
  test.each([
    ['express', 'import express from "express"; express().listen(process.env.PORT);'],
    ['node:http', 'const http = require("node:http"); http.createServer(handler).listen(process.env.PORT);'],
    ['fastify', 'import Fastify from "fastify"; Fastify().listen(options);'],
  ])('given %s, when it is read, then there is a warning and a fact', (name, source) => {
    const read = started(source);
    expect(warnings(read)).toContain('no-port');
    expect(fact(read, 'port')).toMatchObject({ value: '', source: 'server.js' });
    expect(fact(read, 'port').reason).toContain(name);
  });

  test.each([
    'import http from "node:http"; http.get("http://example.com");',
    'import type { Request } from "express"; work();',
    'setInterval(work, 1000);',
    'import express from "express"; express().listen(3000);',
  ])('given %j, when it is read, then there is none', source => {
    expect(warnings(started(source))).not.toContain('no-port');
  });

  test('given a source that cannot be parsed, when it is read, then there is a warning', () => {
    const read = started('import "./broken.js"; run();', { 'broken.js': 'const = ((' });
    expect(read.warnings.find(({ id }) => id === 'source-unreadable')!.message).toContain('broken.js');
  });
});

describe('an address', () => {
  test.each([
    'const url = `http://${host}`; app.listen(3000, "127.0.0.1");',
    'const options = { port: 3000, host: "localhost" }; server.listen(options);',
    'const config = { host: "127.0.0.1" }; app.listen(3000, config.host);',
    'import { NestFactory } from "@nestjs/core"; import { FastifyAdapter } from "@nestjs/platform-fastify"; await app.listen(3000);',
    'uWS.App().listen("127.0.0.1", 3000, () => {});',
  ])('given %j, when it is read, then there is a warning', source => {
    expect(warnings(started(source))).toContain('listens-on-loopback');
  });

  test.each([
    'const r = /\\/\\/127/; app.listen(3000, process.env.NODE_ENV === "production" ? "0.0.0.0" : "127.0.0.1");',
    'import { FastifyAdapter } from "@nestjs/platform-fastify"; await app.listen(3000, "0.0.0.0");',
    'log(`listen(3000, "127.0.0.1")`); app.listen(3000);',
  ])('given %j, when it is read, then there is none', source => {
    expect(warnings(started(source))).not.toContain('listens-on-loopback');
  });
});

describe('the address that a description of the environment tells', () => {
  const described = (server: string, schema: string) => project({
    'package.json': { scripts: { start: 'node server.js' } }, 'server.js': `import { env } from "./env.js"; ${server}`, 'env.js': `export const env = ${schema};`,
  });
  const schema = 'z.object({ PORT: z.coerce.number().default(4100), HOST: z.string().default("localhost"), DB_HOST: z.string().default("localhost") }).parse(process.env)';

  test.each([
    ['options', 'app.listen({ port: env.PORT, host: env.HOST });'],
    ['arguments', 'app.listen(env.PORT, env.HOST, () => {});'],
    ['names', 'const { PORT, HOST } = env; app.listen(PORT, HOST);'],
  ])('given %s, when it is read, then the variable lets it listen everywhere', (_, server) => {
    const read = described(server, schema);
    expect(read.startCommand!.environment).toEqual({ HOST: '0.0.0.0' });
    expect(fact(read, 'listenAddress')).toMatchObject({ value: 'HOST=0.0.0.0', source: 'server.js' });
  });

  test.each([
    ['an address that is reached', 'app.listen(env.PORT, env.HOST);', schema.replace('"localhost"', '"0.0.0.0"')],
    ['the address of something else', 'app.listen(env.PORT); connect(env.DB_HOST);', schema],
    ['no default', 'app.listen(env.PORT, env.HOST);', schema.replace('.default("localhost")', '')],
  ])('given %s, when it is read, then nothing is set', (_, server, given) => {
    expect(described(server, given).startCommand!.environment ?? {}).toEqual({});
  });
});

describe('the port of what something in between starts', () => {
  const SERVER = 'const http = require("http"); http.createServer().listen(process.env.PORT || 4300);';
  const by = (start: string, more: ProjectContent = {}, scripts: Record<string, string> = {}) =>
    project({ 'package.json': { scripts: { start, ...scripts }, dependencies: { 'concurrently': '9', 'pm2': '6', 'pino-pretty': '1' } }, 'server.js': SERVER, 'worker.js': '', ...more });

  test.each<[string, string, ProjectContent, Record<string, string>]>([
    ['a shell script', 'sh run.sh', { 'run.sh': '# node old.js\nnode worker.js\nexec node server.js\n', 'old.js': 'require("http").createServer().listen(1)' }, {}],
    ['a program that node runs by its first line', './bin/app', { 'bin/app': '#!/usr/bin/env node\nrequire("../server")' }, {}],
    ['a script that runs the rest', './entrypoint node server.js', { entrypoint: '#!/bin/sh\nexec "$@"\n' }, {}],
    ['a script that runs another one', 'bash -x ./run.sh', { 'run.sh': './inner.sh\n', 'inner.sh': 'exec node "$PWD"/x.js || node "server.js"' }, {}],
    ['commands side by side', 'concurrently "node worker.js" "node server.js"', {}, {}],
    ['scripts side by side', 'concurrently npm:start:*', {}, { 'start:web': 'node server.js', 'start:worker': 'node worker.js' }],
    ['a script that wireit runs', 'concurrently npm:serve', { 'package.json': {
      scripts: { start: 'concurrently npm:serve', serve: 'wireit' },
      wireit: { serve: { command: 'node server.js' } },
      dependencies: { concurrently: '9' },
    } }, {}],
    ['a process manager with a file', 'pm2-runtime start ecosystem.config.js', { 'ecosystem.config.js': 'module.exports = { apps: [{ script: "./server.js" }, { script: "worker.js" }] }' }, {}],
    ['sources of what a script starts', 'sh run.sh', { 'run.sh': 'exec node dist/main.js', 'src/main.ts': SERVER, 'tsconfig.json': '{"compilerOptions": {"outDir": "dist", "rootDir": "src"}}' }, { build: 'tsc' }],
  ])('%s', (_, start, more, scripts) => {
    expect(by(start, more, scripts).port).toBe(4300);
  });

  test('is no port where there are several, and that is said', () => {
    const two = by('concurrently "node a.js" "node server.js"', { 'a.js': SERVER.replace('4300', '4301') });
    expect(two.port).toBeUndefined();
    expect(warnings(two)).toContain('no-port');
    expect(warnings(by('concurrently "node worker.js" "node b.js"'))).not.toContain('no-port');
  });
});

describe('the port of what is exported, where Bun runs it', () => {
  const HONO = 'import { Hono } from "hono";\n';
  const exported = (source: string, start = 'bun run src/index.ts') =>
    project({ 'package.json': { scripts: { start }, packageManager: 'bun@1.3.0', dependencies: { hono: '4', elysia: '1' } }, 'src/index.ts': source });

  test.each<[string, string, number | undefined]>([
    ['an application', `${HONO}const app = new Hono();\napp.get("/", c => c.text("a"));\nexport default app;`, 3000],
    ['one that is made as it is exported', `${HONO}export default new Hono().basePath("/a").get("/", c => c.text("a"));`, 3000],
    ['one of another package', 'import { Elysia as Server } from "elysia";\nconst app = new Server().get("/", () => "a");\nexport { app as default };', 3000],
    ['one that listens by itself', 'import { Elysia } from "elysia";\nconst app = new Elysia().listen(process.env.PORT ?? 3201);\nexport default app;', 3201],
    ['an object with a port', 'export default { port: process.env.PORT || 3202, fetch() {} };', 3202],
    ['something else', `${HONO}import { Queue } from "./queue";\nconst app = new Queue();\nexport default app;`, undefined],
    ['a name that stands for itself', 'const a = b.x();\nconst b = a.y();\nexport default a;', undefined],
  ])('%s', (_, source, port) => expect(exported(source).port).toBe(port));

  test('is none where node runs it', () => {
    expect(exported(`${HONO}export default new Hono();`, 'node src/index.ts').port).toBeUndefined();
  });
});

test.each(['.output/server/index.mjs', 'dist/analog/server/index.mjs'])('a server that Nitro writes to %s listens where Nitro does', entry => {
  const read = project({ 'package.json': { scripts: { build: 'vite build', start: `node ${entry}` }, devDependencies: { nitro: '3', vite: '7' } } });
  expect([read.port, warnings(read).includes('no-port')]).toEqual([3000, false]);
});

describe('the address of the name that a container has', () => {
  const server = (text: string, start = 'node server.js') => project({ 'package.json': { scripts: { start } }, 'server.js': text, 'migrate.js': '' });

  test.each([
    ['alone', 'app.listen(process.env.PORT || 3000, process.env.HOSTNAME)', 'node server.js'],
    ['with another address', 'app.listen({ port: 3000, host: process.env.HOSTNAME || "0.0.0.0" })', 'node server.js'],
    ['behind a step before', 'const { HOSTNAME } = process.env; app.listen(3000, HOSTNAME)', 'node migrate.js && node server.js'],
  ])('given HOSTNAME %s, when it is read, then the image sets it', (_, text, start) => {
    const read = server(text, start);
    expect(read.startCommand!.environment).toMatchObject({ HOSTNAME: '0.0.0.0' });
    expect(fact(read, 'listenAddress').reason).toContain('the name of its container');
  });

  test('given what the machine is called, when it is read, then a warning says so', () => {
    const read = server('const host = require("os").hostname(); app.listen(3000, host)');
    expect(read.warnings.find(({ id }) => id === 'listens-on-loopback')?.message).toContain('which a health check in the container does not ask');
    expect(read.startCommand!.environment).toEqual({});
  });

  test('given it in a log, when it is read, then nothing is changed', () => {
    expect(server('log(process.env.HOSTNAME, os.hostname()); app.listen(3000)').startCommand!.environment).toEqual({});
  });
});
