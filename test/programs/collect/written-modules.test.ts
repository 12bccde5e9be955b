import { cpSync, symlinkSync, utimesSync } from 'fs';
import * as path from 'path';
import { developmentModules, modulesOfBuild, writtenModules } from '../../../lib/programs/collect/written-modules';
import { add, directoryWith } from '../../temporary';

/** What a build wrote into modules, of packages of which the image has some. */
function written(installed: Record<string, unknown>, production: Record<string, unknown>, build: Record<string, unknown>, directories = ['']): string[] {
  const before = directoryWith(installed);
  const root = directoryWith({});
  cpSync(before, root, { recursive: true, preserveTimestamps: true });
  add(root, build);
  return writtenModules({ root, before, production: directoryWith(production) }, directories);
}

const MS = { 'node_modules/ms/index.js': '1' };

test.each<[string, Record<string, unknown>, string[]]>([
  ['a client beside the packages', { 'node_modules/.client/a/index.js': '' }, ['node_modules/.client/a/index.js']],
  ['a package of a scope', { 'node_modules/@app/schema/index.js': '', 'node_modules/@app/schema/node_modules/a/index.js': '' },
    ['node_modules/@app/schema/index.js', 'node_modules/@app/schema/node_modules/a/index.js']],
  ['a file that a package got, and one that is another now', { 'node_modules/ms/generated.js': '', 'node_modules/ms/index.js': '22' }, ['node_modules/ms/generated.js', 'node_modules/ms/index.js']],
  ['nothing of a package that the image does not have', { 'node_modules/tool/a.js': '22' }, []],
  ['no caches', { 'node_modules/.cache/a': '', 'node_modules/.vite/a': '', 'node_modules/ms/a.tsbuildinfo': '', 'node_modules/.package-lock.json': '{}' }, []],
])('%s', (_, build, expected) => {
  expect(written({ ...MS, 'node_modules/tool/a.js': '1', 'node_modules/.cache/b': '' }, MS, build)).toEqual(expected);
});

test('what is only younger is not written', () => {
  const production = directoryWith(MS);
  const root = directoryWith(MS);
  utimesSync(path.join(root, 'node_modules/ms/index.js'), 1, 1);
  expect(writtenModules({ root, before: production, production }, [''])).toEqual([]);
});

test('what an install wrote with a development dependency, and the dependencies of the image do not bring', () => {
  const generated = { ...MS, 'node_modules/.client/index.js': '' };
  expect(written(generated, MS, {})).toEqual(['node_modules/.client/index.js']);
  expect(written(generated, generated, {})).toEqual([]);
});

test('packages of a store, and of packages of a monorepo', () => {
  const store = { 'node_modules/.pnpm/ms@1/node_modules/ms/index.js': '1', 'node_modules/.pnpm/lib@file+packages+lib/node_modules/lib/package.json': '{}' };
  const build = { 'node_modules/.pnpm/ms@1/node_modules/.client/a.js': '', 'node_modules/.pnpm/lib@file+packages+lib/node_modules/lib/a.js': '', 'apps/api/node_modules/.b/c.js': '' };
  expect(written(store, store, build, ['', 'apps/api', 'apps/none'])).toEqual(['node_modules/.pnpm/ms@1/node_modules/.client/a.js', 'apps/api/node_modules/.b/c.js']);
});

test('links lead to what is counted elsewhere', () => {
  const root = directoryWith({ 'store/ms/a.js': '', ...MS });
  symlinkSync('../store/ms', path.join(root, 'node_modules/linked'));
  expect(writtenModules({ root, before: directoryWith(MS), production: directoryWith(MS) }, [''])).toEqual([]);
});

test('modules that a build installed beside code that starts, without those for development', () => {
  const root = directoryWith({
    'node_modules/a/a.js': '', 'backend/node_modules/ms/index.js': '', 'client/node_modules/vite/index.js': '', 'api/node_modules/b/b.js': '',
    'backend/src/server.js': 'const ms = require("ms")', 'api/a.js': 'import "b"', 'server.js': 'require("a")',
    'client/dist/main.js': 'const vite = require("./vite"); import("ms")',
    'backend/node_modules/.package-lock.json': { packages: { 'node_modules/ms': {}, 'node_modules/jest': { dev: true }, 'node_modules/jest/node_modules/c': { dev: true } } },
  });
  const trees = { root, before: root, production: directoryWith({ 'api/node_modules/b/b.js': '' }) };

  expect(modulesOfBuild(trees, ['backend/src/server.js', 'api/a.js', 'server.js', 'client/dist/main.js'])).toEqual(['backend/node_modules']);
  expect(developmentModules(root, 'backend/node_modules')).toEqual(['backend/node_modules/jest', 'backend/node_modules/jest/node_modules/c']);
  expect(developmentModules(root, 'client/node_modules')).toEqual([]);
});
