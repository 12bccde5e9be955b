import * as fs from 'fs';
import * as path from 'path';
import { namedIn } from '../../../lib/programs/prune/named';
import { Platform } from '../../../lib/programs/prune/platform';
import { prune, PruneSettings } from '../../../lib/programs/prune/prune';
import { removeFiles } from '../../../lib/programs/prune/remove';
import { reportOf } from '../../../lib/programs/prune/report';
import { installedBelow } from '../../../lib/programs/shared/installed';
import { directoryWith } from '../../temporary';

const GLIBC = new Platform('linux', 'x64', 'glibc');
const SETTINGS: PruneSettings = { platform: GLIBC, sourceMaps: false, typescript: false, keeps: () => false, removes: () => false };

/** Packages by their names, each with its files. */
function install(packages: Record<string, Record<string, unknown>>): string {
  return directoryWith(Object.fromEntries(Object.entries(packages).flatMap(([name, files]) =>
    Object.entries({ 'package.json': { name }, ...files }).map(([file, content]) => [`node_modules/${name}/${file}`, content]))));
}

/** What is left out, as `<package>/<path>`. */
function left(packages: Record<string, Record<string, unknown>>, settings: Partial<PruneSettings> = {}, texts: string[] = []): string[] {
  const found = installedBelow([path.join(install(packages), 'node_modules')]);
  const { names, readsMaps } = namedIn(texts, name => Object.hasOwn(packages, name));
  return prune(found, { ...SETTINGS, sourceMaps: readsMaps, ...settings }, names).map(({ package: own, path: file }) => `${own.name}/${file}`).sort();
}

describe('a file of a package is left out', () => {
  test.each([
    'index.d.ts', 'index.d.mts', 'index.d.ts.map', 'index.js.flow', 'index.js.map', 'dist/a.css.map', 'src/index.ts', 'src/view.tsx', 'README.md', 'CHANGELOG', 'docs/guide.md',
    'test/index.js', 'tests/fixture.json', 'lib/a.test.js', 'lib/__tests__/a.js', 'example/a.js', 'benchmark/a.js', '.eslintrc.json', '.github/workflows/a.yml', 'tsconfig.json',
    'Makefile', '.travis.yml', 'package-lock.json', 'a.tsbuildinfo',
  ])('%s', file => {
    expect(left({ a: { 'index.js': '', [file]: '' } })).toEqual([`a/${file}`]);
  });

  test('if it is a source of what is compiled where it is installed', () => {
    expect(left({ a: { 'binding.gyp': '', 'src/a.cc': '', 'deps/x.h': '', 'build/Release/a.node': '' }, b: { 'a.c': '' }, nan: { 'nan.h': '' } }))
      .toEqual(['a/deps/x.h', 'a/src/a.cc', 'nan/nan.h']);
  });

  test.each([
    ['of another system', { os: ['darwin'] }],
    ['of another processor', { cpu: ['arm64'] }],
    ['of another C library', { libc: ['musl'] }],
    ['that excludes this one', { os: ['!linux'] }],
  ])('if its package is one %s', (_, fields) => {
    expect(left({ '@x/a': { 'package.json': { name: '@x/a', ...fields }, 'a.node': '', 'LICENSE': '' } })).toEqual(['@x/a/a.node']);
  });

  test('if it is a program of another platform', () => {
    const names = ['linux-x64/a.glibc.node', 'linux-x64/a.musl.node', 'linux-x64/a.node', 'linux-arm64/a.node', 'darwin-x64+arm64/a.node', 'win32-x64/a.node'];
    const files = Object.fromEntries(names.map(name => [`prebuilds/${name}`, '']));
    const others = ['darwin-x64+arm64/a.node', 'linux-arm64/a.node', 'win32-x64/a.node'];
    expect(left({ a: files })).toEqual([...others, 'linux-x64/a.musl.node'].map(name => `a/prebuilds/${name}`).sort());
    expect(left({ a: files }, { platform: new Platform('linux', 'x64', undefined) })).toEqual(others.map(name => `a/prebuilds/${name}`));
  });

  test('if the user says so', () => {
    expect(left({ a: { 'data/big.json': '', 'index.js': 'require("./data/big.json")' } }, { removes: each => each === 'a/data/big.json' })).toEqual(['a/data/big.json']);
  });
});

describe('a file of a package stays', () => {
  test.each(['index.js', 'lib/test.js', 'lib/docs.json', 'data.txt', 'a.wasm', 'LICENSE', 'LICENSE.md', 'licence.txt', 'NOTICE.md', 'COPYING', 'THIRD-PARTY-NOTICES.md', 'package.json', 'lib/package.json', 'views/a.html'])('%s', file => {
    expect(left({ a: { [file]: '{}' } })).toEqual([]);
  });

  test.each([
    ['its own code loads it', { 'index.js': 'require("./test/helper")', 'test/helper.js': '', 'test/other.js': '' }, ['a/test/other.js']],
    ['its own code loads a directory by a name that is computed', { 'index.js': 'require(`./examples/${name}`)', 'examples/a.js': '' }, []],
    ['its own code reads a directory', { 'index.js': 'fs.readdirSync(path.join(__dirname, "docs"))', 'docs/a.md': '', 'guides/b.md': '', 'test/a.js': '' }, ['a/guides/b.md', 'a/test/a.js']],
    ['it is data that lies where examples would', { 'index.js': '', 'spec/openapi.json': '', 'examples/one.csv': '' }, []],
    ['its own code reads tests', { 'lib/index.js': 'fs.readdirSync(path.join(__dirname, "..", "spec"))', 'spec/a.json': '' }, []],
    ['its own code names it', { 'index.js': 'readFile(join(__dirname, "README.md"))', 'README.md': '', 'CHANGELOG.md': '' }, ['a/CHANGELOG.md']],
    ['its own code has its ending', { 'index.js': 'glob("templates/*" + ".md")', 'templates/mail.md': '' }, []],
    ['its manifest names it', { 'package.json': { name: 'a', main: './test' }, 'test/index.js': '' }, []],
    ['its exports name it', { 'package.json': { name: 'a', exports: { './test/*': './test/*.js' } }, 'test/index.js': '' }, []],
    ['what stays names it', { 'index.js': 'require("./examples/a")', 'examples/a.js': 'require("../test/b")', 'test/b.js': '' }, []],
  ])('if %s', (_, files, expected) => {
    expect(left({ a: files as Record<string, unknown> })).toEqual(expected);
  });

  test('if another package loads it', () => {
    expect(left({ a: { 'test/helper.js': '', 'test/b.js': '' }, b: { 'index.js': 'require("a/test/helper")' } })).toEqual(['a/test/b.js']);
  });

  test('if the application names it', () => {
    expect(left({ a: { 'docs/a.md': '', 'docs/b.md': '' } }, {}, ['import text from "a/docs/a.md"'])).toEqual(['a/docs/b.md']);
    expect(left({ a: { 'docs/a.md': '', 'index.js.map': '' }, b: { 'README.md': '' } }, {}, ['express.static("node_modules/a")'])).toEqual(['b/README.md']);
  });

  test.each([
    ['dirname(require.resolve("@acme/a/package.json"))'], ['createRequire(import.meta.url).resolve(\'@acme/a/package.json\')'], ['findPackageJSON("@acme/a", import.meta.url)'],
    ['dirname(fileURLToPath(import.meta.resolve("@acme/a")))'], ['join(process.cwd(), "node_modules", "@acme", "a", "posts")'], ['join(root, "node_modules", "@acme/a")'],
  ])('if the application asks where its package lies: %s', text => {
    const packages = { '@acme/a': { 'posts/one.md': '', 'test/a.js': '' }, 'b': { 'README.md': '' } };
    expect(left(packages, {}, [...namedIn([text], name => name === '@acme/a').names])).toEqual(['b/README.md']);
    expect(left(packages, {}, [])).toEqual(['@acme/a/posts/one.md', '@acme/a/test/a.js', 'b/README.md']);
  });

  test.each(['typescript', 'ts-morph'])('if it has types and %s may read them', name => {
    expect(left({ a: { 'index.d.ts': '', 'index.ts': '', 'tsconfig.json': '', 'README.md': '' }, [name]: {} })).toEqual(['a/README.md']);
  });

  test.each(['tsx', 'jiti', 'ts-node'])('if it is TypeScript and %s may load it', name => {
    expect(left({ a: { 'index.d.ts': '', 'index.ts': '' }, [name]: {} })).toEqual(['a/index.d.ts']);
  });

  test('if it is TypeScript and the program that runs the application loads it', () => {
    expect(left({ a: { 'index.ts': '' } }, { typescript: true })).toEqual([]);
  });

  test('if it is a source map and something reads those', () => {
    const packages = { a: { 'index.js.map': '' } };
    expect(left(packages, { sourceMaps: true })).toEqual([]);
    expect(left({ ...packages, 'source-map-support': {} })).toEqual([]);
    expect(left(packages, {}, ['process.setSourceMapsEnabled(true)'])).toEqual([]);
  });

  test('if the user says so', () => {
    expect(left({ a: { 'README.md': '' }, b: { 'README.md': '' } }, { keeps: each => each.startsWith('b/') })).toEqual(['a/README.md']);
  });
});

test('packages are found wherever managers put them', () => {
  const root = directoryWith({
    'node_modules/a/package.json': { name: 'a' },
    'node_modules/a/node_modules/b/package.json': { name: 'b' },
    'node_modules/@s/c/package.json': { name: '@s/c' },
    'node_modules/.pnpm/d@1.0.0/node_modules/d/package.json': { name: 'd' },
    'node_modules/.store/e-npm-1.0.0-123/package/package.json': { name: 'e' },
    'node_modules/.bin/x': '',
    'node_modules/.prisma/client/index.d.ts': '',
    'modules/packages/api/node_modules/f/package.json': { name: 'f' },
  });
  fs.symlinkSync('.pnpm/d@1.0.0/node_modules/d', path.join(root, 'node_modules/d'));
  const names = installedBelow([path.join(root, 'node_modules'), path.join(root, 'modules'), path.join(root, 'none')]).map(({ name }) => name);
  expect(names.sort()).toEqual(['@s/c', 'a', 'b', 'd', 'e', 'f']);
});

test('a manifest that cannot be read hides nothing', () => {
  expect(left({ a: { 'package.json': '{', 'index.js': '', 'README.md': '' }, b: { 'package.json': '[]', 'index.d.ts': '' } })).toEqual(['a/README.md', 'b/index.d.ts']);
});

test('what stays keeps its times, and no empty directory stays', () => {
  const root = install({ a: { 'test/deep/a.js': '', 'lib/a.js': '', 'lib/a.js.map': '' } });
  const top = path.join(root, 'node_modules/a');
  const time = new Date('2020-01-02T03:04:05Z');
  for (const each of ['lib', 'test/deep', 'test', '']) fs.utimesSync(path.join(top, each), time, time);
  removeFiles(['test/deep/a.js', 'lib/a.js.map'].map(file => path.join(top, file)), new Set([top]));
  expect(fs.readdirSync(top).sort()).toEqual(['lib', 'package.json']);
  expect(fs.readdirSync(path.join(top, 'lib'))).toEqual(['a.js']);
  for (const each of ['', 'lib']) expect(fs.statSync(path.join(top, each)).mtime).toEqual(time);
});

test('the log says what is left out, how much it is and where most of it was', () => {
  const packages = installedBelow([path.join(install({ a: { 'index.d.ts': 'x'.repeat(3000) }, b: { 'index.d.ts': '' }, c: { 'index.d.ts': '' }, d: { 'index.d.ts': '', 'README.md': '' } }), 'node_modules')]);
  const lines = reportOf(packages, prune(packages, SETTINGS, []));
  expect(lines[0]).toMatch(/^4 packages, 3\.1 kB; \d+ B without what nothing loads$/);
  expect(lines.slice(1)).toEqual([
    '  types, and nothing compiles: 4 files, 3.0 kB (a, b, c and 1 more)',
    '  documentation: 1 file, 0 B (d)',
  ]);
});

describe('what an application names of its packages', () => {
  const named = (...texts: string[]) => namedIn(texts, name => ['a', '@b/c'].includes(name));

  test('is every path in an installed package, as it stands there, and no other text', () => {
    expect(named('require("a/lib/b.md"); import \'@b/c/d\'; fetch("x/y")', 'cat node_modules/a/README.md').names)
      .toEqual(['"a/lib/b.md"', "'@b/c/d'", 'node_modules/a/README.md']);
  });

  test('is the same for sources that name the same, so that the step is not run again', () => {
    expect(named('require("a/b"); let one = 1; get("/c/d")')).toEqual(named('require("a/b")\n// changed: get("x/y")', 'another()'));
  });

  test('read again gives what it gave', () => {
    const once = named('"a/b" `@b/c/${name}.json` node_modules/@b/c/"', 'x');
    expect(named(...once.names)).toEqual(once);
  });
});
