import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { programText } from '../../../lib/programs/program-text';
import { add, directoryWith } from '../../temporary';

/** Runs the program on a project; gives what ended in the release, and what it printed. */
function run(files: Record<string, unknown>, words: string[], written: Record<string, unknown> = {}) {
  const root = directoryWith({ 'collect.mjs': programText('collect') });
  add(path.join(root, 'sources'), { 'package.json': {}, ...files });
  fs.cpSync(path.join(root, 'sources'), path.join(root, 'app'), { recursive: true, preserveTimestamps: true });
  add(path.join(root, 'app'), written);
  const target = path.join(root, 'files');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['../collect.mjs', target, '--sources', path.join(root, 'sources'), ...words], { cwd: path.join(root, 'app'), encoding: 'utf8' });
  const collected = fs.existsSync(target) ? fs.readdirSync(target, { recursive: true, withFileTypes: true }) : [];
  return {
    status, stdout, stderr, target,
    files: collected.filter(entry => !entry.isDirectory()).map(entry => path.relative(target, path.join(entry.parentPath, entry.name))).sort(),
  };
}

test('copies what is in the release as it is, and says what is not', () => {
  const { status, files, stdout, target } = run({ 'server.js': '1', 'test/a.test.js': 'test', 'README.md': 'read', 'index.md': '' }, ['--entry', 'server', '--start', 'node', 'server'], { 'bin/run': '#!/bin/sh\n', 'gen/a.css': '' });

  expect(status).toBe(0);
  expect(files).toEqual(['bin/run', 'gen/a.css', 'package.json', 'server.js']);
  expect(fs.readFileSync(path.join(target, 'server.js'), 'utf8')).toBe('1');
  expect(stdout).toBe([
    'the release has 4 files, 13 B, beside what is taken whole or installed',
    'left out:',
    '  tests and what they read: 1 file, 4 B',
    '    test/a.test.js',
    '  documentation: 2 files, 4 B',
    '    README.md index.md',
    '',
  ].join('\n'));
});

test('keeps the mode of a file, links with what they lead to, and empty directories', () => {
  const root = directoryWith({ 'collect.mjs': programText('collect'), 'app/package.json': {}, 'app/run': '', 'app/test/a.test.js': '', 'app/test/data/x': '', 'sources/package.json': {} });
  fs.chmodSync(path.join(root, 'app/run'), 0o755);
  fs.symlinkSync('test/data', path.join(root, 'app/data'));
  fs.mkdirSync(path.join(root, 'app/uploads'));
  const { status } = spawnSync(process.execPath, ['../collect.mjs', '../files', '--sources', '../sources', '--start', 'node', 'server.js'], { cwd: path.join(root, 'app') });

  expect(status).toBe(0);
  expect(fs.statSync(path.join(root, 'files/run')).mode % 0o1000).toBe(0o755);
  expect(fs.readlinkSync(path.join(root, 'files/data'))).toBe('test/data');
  expect(fs.existsSync(path.join(root, 'files/data/x'))).toBe(true);
  expect(fs.statSync(path.join(root, 'files/uploads')).isDirectory()).toBe(true);
});

test('tells a file that the build changed from one that it left alone', () => {
  const { files } = run({ 'dist/server.js': 'before()', 'src/server.ts': '', 'lib/a.js': 'same' }, ['--start', 'node', 'dist/server.js'], { 'dist/server.js': 'after1()', 'lib/a.js': 'same' });
  expect(files).toEqual(['dist/server.js', 'lib/a.js', 'package.json']);
  // nothing was built: nothing says that the sources are not needed
  expect(run({ 'dist/server.js': 'before()', 'src/server.ts': '' }, ['--start', 'node', 'dist/server.js']).files).toContain('src/server.ts');
});

test('takes what is to be taken whole with all that is in it, to where it is to lie', () => {
  const written = { '.next/standalone/server.js': '', '.next/standalone/node_modules/a/a.test.js': '', '.next/static/b': '', '.next/static/cache/c': '' };
  const whole = ['--whole', '.next/standalone', '.', '--whole', '.next/static', '.next/static', '--without', '.next/static/cache'];

  expect(run({ 'pages/a.js': '' }, ['--reads', 'package.json', '--if-present', 'public', ...whole, '--start', 'node', 'server.js'], written).files)
    .toEqual(['.next/static/b', 'node_modules/a/a.test.js', 'package.json', 'server.js']);
});

describe('a site', () => {
  const words = (directory: string, ...unit: string[]) => [...unit, '--reads', 'package.json', '--whole', directory, directory, '--site', directory, '--start', 'node', '/static.mjs', directory];

  test('that was built elsewhere than it was read is what the build wrote, and lies where it was read', () => {
    const { files, stdout } = run({ 'index.html': 'source', 'public/index.html': 'source' }, words('dist'), { 'www/index.html': 'built', 'www/a/index.html': 'built', 'www/a.js': '' });
    expect(files).toEqual(['dist/a.js', 'dist/a/index.html', 'dist/index.html', 'package.json']);
    expect(stdout).toContain('the site is what the build wrote to www, for there is no index.html in dist; in the image it is dist\n');
  });

  test('in a directory of the one that was read is that', () => {
    expect(run({}, words('dist'), { 'dist/client/index.html': '', 'dist/stats.json': {} }).files).toEqual(['dist/index.html', 'package.json']);
  });

  test('that is where it was read is taken, whatever the build wrote beside it', () => {
    const { files, stdout } = run({}, words('dist'), { 'dist/index.html': '', 'report/index.html': '' });
    expect(files).toEqual(['dist/index.html', 'package.json']);
    expect(stdout).not.toContain('the site is');
  });

  test('of a member of a monorepo is not that of another one', () => {
    const { status, stderr } = run({ 'web/package.json': {} }, words('web/dist', '--package', 'web'), { 'docs/dist/index.html': '' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('the image is to serve web/dist, and the build wrote no index.html there nor anywhere else')]);
  });

  test('that may be one of several ends the build, which says how to name it', () => {
    const { status, stderr, files } = run({}, words('dist'), { 'en/index.html': '', 'fr/index.html': '' });
    expect([status, files]).toEqual([1, []]);
    expect(stderr).toBe('the image is to serve dist, and the build wrote no index.html there, but to en, fr: set the prop "buildOutput" to the one that is to be served\n');
  });
});

test('fails where the file that starts is not there, and says which props to set', () => {
  const { status, stderr, files } = run({ 'src/main.ts': '' }, ['--entry', 'dist/main', '--start', 'node', 'dist/main']);

  expect(status).toBe(1);
  expect(files).toEqual([]);
  expect(stderr).toMatch(/^the image starts dist\/main, which is not there after the build: .*"command".*"buildScript"/);
  expect(run({}, ['--entry', 'dist/main', '--start', 'node', 'dist/main'], { 'dist/main.js': '' }).status).toBe(0);
  expect(run({}, ['--entry', 'dist', '--start', 'node', 'dist'], { 'dist/index.mjs': '' }).status).toBe(0);
  expect(run({ 'package.json': { main: 'a' } }, ['--entry', '.', '--start', 'node', '.'], { 'a.js': '' }).status).toBe(0);
});

test('fails where something that is named is not there, and says which prop to set', () => {
  const { status, stderr } = run({}, ['--only', 'package.json', '--only', 'dist', '--start', 'node', 'a.js']);

  expect(status).toBe(1);
  expect(stderr).toMatch(/^the release is to have dist, .* set the prop "releaseFiles" to what is there$/m);
});

test('is no longer in the log than a terminal is wide', () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`very-long-name-of-documentation-${index}.md`, '']));
  const { stdout } = run({ 'server.js': Object.keys(many).slice(0, 30).map(name => `read("${name}")`).join('\n'), ...many }, ['--start', 'node', 'server.js']);

  expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
  expect(stdout).toContain('and 18 more');
});
