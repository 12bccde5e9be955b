import { NodejsDockerfile, NodejsProject } from '../../../lib';
import { fact, projectDirectory, warnings } from '../project-directory';
import { frameworkProject } from './framework-project';

const SCRIPTS = { dev: 'next dev', build: 'next build', start: 'next start' };
const next = (content = {}, scripts: { [name: string]: string } = SCRIPTS) => frameworkProject(['next', 'react'], scripts, content);
const STANDALONE = { 'next.config.ts': 'export default { output: \'standalone\' };' };

test('given no configuration, when it is read, then the build is told to make a server that stands alone', () => {
  const read = next();
  expect(read).toMatchObject({
    framework: 'Next.js', buildOutput: ['.next'], generatedDirectories: ['.next/cache'], needsProductionDependencies: false, port: 3000, writableDirectories: ['.next/cache'],
    releaseFiles: [{ path: '.next/standalone', target: '.' }, { path: '.next/static' }, { path: 'public', optional: true }],
    startCommand: { argv: ['node', 'server.js'], environment: { HOSTNAME: '0.0.0.0' }, framework: 'Next.js' },
    buildEnvironment: { NEXT_PRIVATE_STANDALONE: 'true' },
  });
  expect(fact(read, 'framework').source).toBe('package.json: dependencies.next, package.json: scripts.build');
  expect(fact(read, 'port').reason).toContain('Next.js');
});

const plain = { needsProductionDependencies: true, releaseFiles: [], buildEnvironment: {}, port: 3000, writableDirectories: ['.next/cache'] };

test.each<[string, { [name: string]: string }, object]>([
  ['further steps', { ...SCRIPTS, start: 'node scripts/migrate.js && next start' }, {}],
  ['further steps before it', { ...SCRIPTS, prestart: 'node scripts/migrate.js' }, {}],
  ['another directory', { ...SCRIPTS, start: 'next start web' }, {}],
  ['a preload', { ...SCRIPTS, start: 'NODE_OPTIONS="--require ./trace.cjs" next start' }, {}],
  ['an old version', SCRIPTS, { 'package.json': { scripts: SCRIPTS, dependencies: { next: '^12.0.7' } } }],
  ['a configuration that forbids to trace', SCRIPTS, {
    'package.json': { scripts: SCRIPTS, dependencies: { next: '^14.0.0' } }, 'next.config.js': 'module.exports = { outputFileTracing: false }',
  }],
])('given %s, when it is read, then the server has all that the project has', (_, scripts, content) => {
  const read = next({ 'scripts/migrate.js': '', ...content }, scripts);
  expect(read).toMatchObject(plain);
  expect(read.startCommand!.argv.join(' ')).toContain('node_modules/.bin/next start');
  expect(read.startCommand).not.toHaveProperty('framework');
});

test('given a step that builds before the start, when it is read, then the server stands alone', () => {
  expect(next({}, { ...SCRIPTS, start: 'next build && next start' }).startCommand!.argv).toEqual(['node', 'server.js']);
});

test('given options of the server, when another takes its place, then they go along', () => {
  const read = next({}, { ...SCRIPTS, start: 'NODE_OPTIONS=--max-old-space-size=512 next start -p ${PORT:-4000} --keepAliveTimeout 70000 -H 127.0.0.1' });
  expect(read).toMatchObject({
    port: 4000,
    startCommand: { environment: { HOSTNAME: '0.0.0.0', PORT: '4000', KEEP_ALIVE_TIMEOUT: '70000', NODE_OPTIONS: '--max-old-space-size=512' } },
  });
});

test('given a standalone build, when it is read, then what it traced is all that is taken', () => {
  expect(next(STANDALONE)).toMatchObject({
    needsProductionDependencies: false,
    releaseFiles: [{ path: '.next/standalone', target: '.' }, { path: '.next/static' }, { path: 'public', optional: true }],
    startCommand: { argv: ['node', 'server.js'], environment: { HOSTNAME: '0.0.0.0' }, builtFile: '.next/standalone/server.js' },
  });
});

test('given a start script that names a port, when a standalone server takes its place, then it listens there', () => {
  const read = next(STANDALONE, { ...SCRIPTS, start: 'next start -p 8080' });
  expect(read).toMatchObject({ port: 8080, startCommand: { environment: { HOSTNAME: '0.0.0.0', PORT: '8080' } } });
});

test('given a start script that runs the standalone server, when it is read, then it runs where the image has it', () => {
  const read = next(STANDALONE, { ...SCRIPTS, start: 'node .next/standalone/server.js' });
  expect(read.startCommand).toMatchObject({ argv: ['node', 'server.js'], framework: 'Next.js' });
});

test('given another directory, when it is read, then everything is there', () => {
  expect(next({ 'next.config.js': 'module.exports = { distDir: "build" }' })).toMatchObject({ buildOutput: ['build'], writableDirectories: ['build/cache'] });
});

test('given a server of its own, when it is read, then the framework decides no files', () => {
  const read = next({ 'server.js': '' }, { ...SCRIPTS, start: 'node server.js' });
  expect(read).toMatchObject({ framework: 'Next.js', releaseFiles: [], needsProductionDependencies: true, port: undefined });
  expect(read.startCommand).not.toHaveProperty('framework');
});

test('given a static export, when it is read, then the image serves the files by itself', () => {
  const read = next({ 'next.config.mjs': 'export default { output: "export" }' }, { build: 'next build' });
  expect(read).toMatchObject({ buildOutput: ['out'], generatedDirectories: ['.next'], startCommand: { staticFiles: 'out' } });
});

test('given a static export to a directory of its own, when it is read, then that one is served', () => {
  const read = next({ 'next.config.mjs': 'export default { output: "export", distDir: "site" }' }, { build: 'next build' });
  expect(read).toMatchObject({ startCommand: { staticFiles: 'site' } });
});

test('given an output that is computed, when it may be no export, then the server stands alone', () => {
  const read = next({ 'next.config.mjs': 'export default { output: process.env.A ? "standalone" : undefined }' });
  expect(warnings(read)).toEqual(['no-lockfile']);
  expect(read.needsProductionDependencies).toBe(false);
});

test('given an output that is computed, when it may be an export, then there is a warning', () => {
  expect(warnings(next({ 'next.config.mjs': 'export default { output: process.env.A ? "export" : undefined }' }))).toEqual(['no-lockfile', 'framework-config-computed']);
});

test('given a configuration that cannot be parsed, when it is read, then there is a warning', () => {
  expect(warnings(next({ 'next.config.mjs': 'export default { output: ((( }' }))).toContain('framework-config-unreadable');
});

test('given an export to another directory and a program that serves it, when it is read, then the image has the files alone', () => {
  const read = next({ 'next.config.mjs': 'export default { output: "export", distDir: "site" }' }, { build: 'next build', start: 'serve site' });
  expect(read).toMatchObject({ buildOutput: ['site'], generatedDirectories: ['.next'], releaseFiles: [], port: 3000 });
});

describe('given a standalone build in a monorepo', () => {
  const directory = () => projectDirectory({
    'package.json': { private: true, workspaces: ['apps/*', 'packages/*'] },
    'package-lock.json': { lockfileVersion: 3, packages: { '': {} } },
    'apps/web/package.json': { name: 'web', scripts: SCRIPTS, dependencies: { next: '16', ui: '*' } },
    'apps/web/next.config.mjs': 'export default { output: "standalone" };',
    'packages/ui/package.json': { name: 'ui', exports: './index.js' },
    'packages/ui/index.js': '',
  }) + '/apps/web';

  test('when it is read, then what was traced lies at the root', () => {
    expect(NodejsProject.fromDirectory(directory())).toMatchObject({
      releaseFiles: [{ path: '.next/standalone', target: '../..' }, { path: '.next/static' }, { path: 'public', optional: true }],
      startCommand: { argv: ['node', 'server.js'], builtFile: '.next/standalone/apps/web/server.js' },
    });
  });

  test('when it is rendered, then the other packages are left to what was traced', () => {
    const text = NodejsDockerfile.fromDirectory({ directory: directory() }).render();
    expect(text).toContain('--whole apps/web/.next/standalone . --whole apps/web/.next/static apps/web/.next/static');
    expect(text).not.toMatch(/collect\.mjs.*packages\/ui/);
    expect(text).toContain('WORKDIR /app/apps/web');
  });
});
