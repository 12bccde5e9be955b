import { fact, project, ProjectContent, warnings } from '../project-directory';

function started(server: string, more: ProjectContent = {}) {
  return project({ 'package.json': { scripts: { start: 'node server.js' } }, 'server.js': server, ...more });
}

describe('the port', () => {
  test.each([
    ['app.listen(process.env.PORT || 8080)', 8080],
    ['app.listen(process.env.PORT ?? \'8080\', () => console.log(`on ${port}`))', 8080],
    ['const port = Number(process.env.PORT) || 5_000; app.listen(port)', 5000],
    ['const port = parseInt(process.env.PORT, 10) || 4100;', 4100],
    ['const port = parseInt(process.env.PORT ?? "4200", 10);', 4200],
    ['const port = process.env.PORT ? Number(process.env.PORT) : 4300;', 4300],
    ['const { HOST, PORT = 4400 } = process.env;', 4400],
    ['const env = z.object({ PORT: z.coerce.number().default(4500) });', 4500],
    ['const env = cleanEnv(process.env, { PORT: port({ default: 4600 }) });', 4600],
    ['await app.listen(config.get("PORT", 4700));', 4700],
    ['app.listen(process.env["PORT"] || 4800);', 4800],
    ['app.listen(3001)', 3001],
    ['app.listen({ port: 3002, host: "0.0.0.0" })', 3002],
    ['const PORT = 3003;\napp.listen(PORT, () => {});', 3003],
    ['const port = 3004;\nserver.listen({ port });', 3004],
    ['const server = Hapi.server({ port: 3005 });', 3005],
    ['serve({ fetch: app.fetch, port: 3006 });', 3006],
  ])('given %j, when it is read, then it is %d', (source, port) => {
    const read = started(source);
    expect(read.port).toBe(port);
    expect(fact(read, 'port')).toMatchObject({ source: 'server.js', reason: 'it listens there' });
  });

  test.each([
    'const config = require("./config/" + (process.env.NODE_ENV || "development")); app.listen(config.port)',
    'const env = process.env.NODE_ENV || "development"; const config = require(`./config/${env}`); app.listen(config.port)',
    'const env = process.env.NODE_ENV; const { port } = require(`./config/${env}.js`); app.listen(port)',
  ])('given settings that the environment chooses (%j), when it is read, then those of production count', source => {
    const files = { 'config/development.js': 'module.exports = { port: 3000 };', 'config/production.js': 'module.exports = { port: process.env.PORT || 8444 };' };
    expect(started(source, files).port).toBe(8444);
  });

  test.each([
    'node -e "require(\'./src/app\').serve()"', 'node --eval "require(\'./src\').serve()"', 'node --input-type=module -e "import(\'./src/app.js\').then(app => app.serve())"',
  ])('given %j, when it is read, then the module that the code loads is the program', start => {
    const read = project({
      'package.json': { scripts: { start } }, 'src/app.js': 'exports.serve = () => server.listen(process.env.PORT || 4900)', 'src/index.js': 'module.exports = require("./app");',
    });
    expect(read.port).toBe(4900);
  });

  test('given settings that nothing tells, when it is read, then there is no port', () => {
    expect(started('const config = require("./config/" + name); app.listen(config.port)', { 'config/a.js': 'module.exports = { port: 1 };' }).port).toBeUndefined();
  });

  test.each([
    '// app.listen(process.env.PORT || 8080)',
    'app.listen(process.env.PORT)',
    'app.listen(3000); other.listen(4000)',
    'app.listen(process.env.PORT || 3000); metrics.listen(process.env.PORT || 9090)',
    'app.listen(0); app.listen("/tmp/socket"); app.listen(70000)',
    'emitter.on("listen", 3000); const listen = 3000; redis.connect({ port: 6379 })',
    '\'unfinished',
    '',
  ])('given %j, when it is read, then it cannot be told', source => {
    expect(started(source).port).toBeUndefined();
  });

  test('given a built entry, when it is read, then its source and what that loads tell', () => {
    const read = project({
      'package.json': { scripts: { build: 'tsc', start: 'node dist/main' }, devDependencies: { typescript: '1' } },
      'tsconfig.json': { compilerOptions: { outDir: 'dist' } },
      'src/main.ts': 'import { settings } from "./settings.js";\nimport "../../outside";\nimport "./main.js";\napp.listen(settings.port);',
      'src/settings.ts': 'export const settings = { port: Number(process.env.PORT ?? 4000) };',
    });
    expect(read.port).toBe(4000);
    expect(fact(read, 'port').source).toBe('src/main.ts');
  });

  test('given sources that a compiler starts, when it is read, then they tell', () => {
    const read = project({
      'package.json': { scripts: { start: 'tsx src/index.ts' }, dependencies: { tsx: '4' } },
      'src/index.ts': 'serve({ port: Number(process.env.PORT) || 8787 })',
    });
    expect(read.port).toBe(8787);
  });

  test('given a port in the script, when it is read, then the source tells nothing', () => {
    const read = project({ 'package.json': { scripts: { start: 'PORT=5000 node server.js' } }, 'server.js': 'app.listen(process.env.PORT || 3000)' });
    expect(read.port).toBe(5000);
  });
});

describe('an address that nothing outside of the container reaches', () => {
  test.each([
    'app.listen(3000, "127.0.0.1")',
    'app.listen(process.env.PORT || 3000, "localhost", () => {})',
    'const hostname = "127.0.0.1";\nserver.listen(3000, hostname, () => {});',
    'Hapi.server({ port: 3000, host: "localhost" })',
    'const host = "::1";\napp.listen({ port: 3000, host });',
    'import Fastify from "fastify";\nawait Fastify().listen({ port: 3000 });',
  ])('given %j, when it is read, then there is a warning', source => {
    expect(warnings(started(source))).toContain('listens-on-loopback');
  });

  test.each([
    'app.listen(3000, "0.0.0.0")',
    'app.listen(3000); connect({ host: "localhost", port: 5432 })',
    'import Fastify from "fastify";\nawait Fastify().listen({ port: 3000, host: "0.0.0.0" });',
    'import Fastify from "fastify";\nawait Fastify().listen({ port: 3000, host });',
    'import Fastify from "fastify";\nawait Fastify().listen({ ...options });',
    'import Fastify from "fastify";\nawait Fastify().listen(options);',
  ])('given %j, when it is read, then there is none', source => {
    expect(warnings(started(source))).not.toContain('listens-on-loopback');
  });

  test.each([
    ['app.listen(3000, process.env.HOST || "localhost")', 'HOST'],
    ['const address = process.env.BIND_ADDRESS ?? "127.0.0.1";\napp.listen({ port: 3000, host: address });', 'BIND_ADDRESS'],
  ])('given %j, when it is read, then the variable lets it listen everywhere', (source, variable) => {
    const read = started(source);
    expect(read.startCommand!.environment).toEqual({ [variable]: '0.0.0.0' });
    expect(warnings(read)).not.toContain('listens-on-loopback');
    expect(fact(read, 'listenAddress').value).toBe(`${variable}=0.0.0.0`);
  });

  test('given a script that says where, when it is read, then that stays', () => {
    const read = project({ 'package.json': { scripts: { start: 'HOST=:: node server.js' } }, 'server.js': 'app.listen(3000, process.env.HOST || "localhost")' });
    expect(read.startCommand!.environment).toEqual({ HOST: '::' });
  });

  test.each([['serve -s dist', 3000], ['serve -l 5000 dist', 5000], ['serve dist --listen=tcp://0.0.0.0:5001', 5001]])('given %j, when it is read, then the port is %d', (start, port) => {
    expect(project({ 'package.json': { scripts: { start }, dependencies: { serve: '14' } } }).port).toBe(port);
  });

  test('given the command line of Fastify, when it is read, then it listens everywhere', () => {
    const read = project({ 'package.json': { scripts: { start: 'fastify start -l info app.js' }, dependencies: { 'fastify': '5', 'fastify-cli': '8' } }, 'app.js': '' });
    expect(read).toMatchObject({ port: 3000, startCommand: { argv: ['node', 'node_modules/.bin/fastify', 'start', '-l', 'info', 'app.js'], environment: { FASTIFY_ADDRESS: '0.0.0.0' } } });
  });
});
