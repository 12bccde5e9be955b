import { fact, warnings } from '../project-directory';
import { frameworkProject } from './framework-project';

const SCRIPTS = { dev: 'next dev', build: 'next build', start: 'next start' };
const next = (content = {}, scripts: { [name: string]: string } = SCRIPTS) => frameworkProject(['next', 'react'], scripts, content);
const STANDALONE = { 'next.config.ts': 'export default { output: \'standalone\' };' };

test('given no configuration, when it is read, then the server is started with its modules', () => {
  const read = next();
  expect(read).toMatchObject({
    framework: 'Next.js', buildOutput: ['.next'], generatedDirectories: ['.next/cache'], productionModules: true, port: 3000, writableDirectories: ['.next/cache'],
    releaseFiles: [{ path: '.next' }, { path: 'public', optional: true }],
    startCommand: { argv: ['node', 'node_modules/.bin/next', 'start'], framework: 'Next.js' },
  });
  expect(fact(read, 'framework').source).toBe('package.json: dependencies.next, package.json: scripts.build');
  expect(fact(read, 'port').reason).toContain('Next.js');
});

test('given a standalone build, when it is read, then what it traced is all that is taken', () => {
  expect(next(STANDALONE)).toMatchObject({
    productionModules: false,
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
  expect(read).toMatchObject({ framework: 'Next.js', releaseFiles: [], productionModules: true, port: undefined });
  expect(read.startCommand).not.toHaveProperty('framework');
});

test('given a static export, when it is read, then the image serves the files by itself', () => {
  const read = next({ 'next.config.mjs': 'export default { output: "export" }' }, { build: 'next build' });
  expect(read).toMatchObject({ buildOutput: ['.next', 'out'], startCommand: { staticFiles: 'out' } });
});

test('given a static export to a directory of its own, when it is read, then that one is served', () => {
  const read = next({ 'next.config.mjs': 'export default { output: "export", distDir: "site" }' }, { build: 'next build' });
  expect(read).toMatchObject({ startCommand: { staticFiles: 'site' } });
});

test('given an output that is computed, when it is read, then there is a warning', () => {
  expect(warnings(next({ 'next.config.mjs': 'export default { output: process.env.A }' }))).toEqual(['no-lockfile', 'framework-config-computed']);
});
