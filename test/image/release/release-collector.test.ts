import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { RELEASE_COLLECTOR } from '../../../lib/image/release/release-collector';

let directory: string;

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'collect-'));
  fs.writeFileSync(path.join(directory, 'collect.mjs'), RELEASE_COLLECTOR);
});

afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

/** Collects from a project with these files; gives what ended in the release, and what the program printed. */
function collect(files: string[], paths: string[]) {
  for (const file of files) {
    fs.mkdirSync(path.join(directory, 'app', path.dirname(file)), { recursive: true });
    fs.writeFileSync(path.join(directory, 'app', file), '');
  }
  const target = path.join(directory, 'files');
  const { status, stderr } = spawnSync(process.execPath, ['../collect.mjs', target, ...paths], { cwd: path.join(directory, 'app'), encoding: 'utf8' });
  const collected = fs.existsSync(target) ? fs.readdirSync(target, { recursive: true, withFileTypes: true }) : [];
  return {
    status,
    stderr,
    files: collected.filter(entry => entry.isFile()).map(entry => path.relative(target, path.join(entry.parentPath, entry.name))).sort(),
  };
}

test('takes what is named, without modules, tests and what is left out', () => {
  const files = ['package.json', 'src/a.js', 'src/a.test.js', 'src/__tests__/b.js', 'src/node_modules/c/c.js', '.next/BUILD_ID', '.next/cache/d', 'cache/e'];

  expect(collect(files, ['package.json', '.next', '--if-present', 'src', 'cache', 'public', '--without', '.next/cache']).files)
    .toEqual(['.next/BUILD_ID', 'cache/e', 'package.json', 'src/a.js']);
});

test('takes the modules that a build wrote, tests and all, and no others', () => {
  const files = ['package.json', '.next/a.js', '.next/b.test.js', '.next/node_modules/c/c.spec.js', 'server/d.js', 'server/node_modules/e/e.js'];

  expect(collect(files, ['package.json', '--built', '.next', '--if-present', 'server']).files)
    .toEqual(['.next/a.js', '.next/node_modules/c/c.spec.js', 'package.json', 'server/d.js']);
});

test('takes what is to be taken whole with all that is in it, to where it is to lie', () => {
  const files = ['package.json', '.next/standalone/server.js', '.next/standalone/node_modules/a/a.test.js', '.next/static/b'];

  expect(collect(files, ['package.json', '--whole', '.next/standalone', '.', '--whole', '.next/static', '.next/static']).files)
    .toEqual(['.next/static/b', 'node_modules/a/a.test.js', 'package.json', 'server.js']);
});

test('is content with one of the directories that a build may write', () => {
  expect(collect(['package.json', 'dist/a.js'], ['package.json', '--built', 'dist', 'out']).files).toEqual(['dist/a.js', 'package.json']);
});

test('wants one of each group', () => {
  const files = ['package.json', 'dist/a.js', 'lib/b.js'];

  expect(collect(files, ['package.json', '--built', 'dist', 'out', '--built', 'lib']).status).toBe(0);
  expect(collect(files, ['package.json', '--built', 'dist', '--built', 'other', 'more']).stderr).toContain('the release is to have other, more, ');
});

test('fails where a build wrote none of them', () => {
  const { status, stderr } = collect(['package.json'], ['package.json', '--built', 'dist', 'out']);

  expect(status).toBe(1);
  expect(stderr).toContain('the release is to have dist, out, ');
});

test('fails where something that is named is not there, and says which prop to set', () => {
  const { status, stderr } = collect(['package.json'], ['package.json', 'dist']);

  expect(status).toBe(1);
  expect(stderr).toMatch(/^the release is to have dist, .* set the prop "releaseFiles"$/m);
});
