import { NativeModules } from '../../../lib/project';
import { nativeDependencies } from '../../../lib/project/native/native-dependencies';
import { LockfileReading } from '../../../lib/project/package-managers/definition/definition';
import { parsePackageLock } from '../../../lib/project/package-managers/npm/lockfile';
import { parseYarnLock } from '../../../lib/project/package-managers/yarn-classic/lockfile';
import { fact, messageOf, project, refusal, warnings } from '../project-directory';

const packages = (entries: Record<string, unknown>, lockfileVersion = 3) => parsePackageLock(JSON.stringify({ lockfileVersion, packages: { '': {}, ...entries } }), 'package-lock.json');

const native = (reading: LockfileReading) => nativeDependencies(reading.packages!).map(({ name }) => name);

describe('package-lock.json', () => {
  test.each([
    ['nothing', {}, []],
    ['a plain package', { 'node_modules/a': { version: '1.0.0' } }, []],
    ['an install script', { 'node_modules/a': { hasInstallScript: true } }, ['a']],
    ['an install script further down', { 'node_modules/a/node_modules/@b/c': { hasInstallScript: true } }, ['@b/c']],
    ['a package under another name', { 'node_modules/a': { name: 'esbuild', hasInstallScript: true } }, []],
    ['an install script for another system', { 'node_modules/x': { hasInstallScript: true, os: ['darwin'] } }, []],
    ['an install script for all but another system', { 'node_modules/a': { hasInstallScript: true, os: ['!win32'] } }, ['a']],
    ['a git source', { 'node_modules/a': { resolved: 'git+ssh://git@example.com/a.git#1' } }, ['a']],
    ['a directory that is linked', { 'node_modules/a': { resolved: 'packages/a', link: true }, 'packages/a': { version: '1.0.0' } }, []],
    ['a directory with an install script', { 'node_modules/a': { resolved: 'packages/a', link: true }, 'packages/a': { hasInstallScript: true } }, ['packages/a']],
    ['an archive', { 'node_modules/a': { resolved: 'file:a.tgz' } }, []],
  ])('given %s, when it is read, then native modules are told', (_, entries, expected) => {
    expect(native(packages(entries))).toEqual(expected);
  });

  test('given commands, when they are read, then those of production packages at the top are known', () => {
    const { bins } = packages({
      'node_modules/next': { bin: { next: './dist/bin/next' } },
      'node_modules/@a/tool': { bin: 'cli.js' },
      'node_modules/dev': { dev: true, bin: { dev: 'dev.js' } },
      'node_modules/next/node_modules/deep': { bin: { deep: 'deep.js' } },
    });
    expect([...bins!]).toEqual([
      ['next', { package: 'next', file: 'node_modules/next/dist/bin/next' }],
      ['tool', { package: '@a/tool', file: 'node_modules/@a/tool/cli.js' }],
    ]);
  });

  test.each([['1', { lockfileVersion: 1 }], ['2', { lockfileVersion: 2, packages: {} }]])('given version %s, when it is read, then the format says so', (version, lock) => {
    expect(parsePackageLock(JSON.stringify(lock), 'package-lock.json').format).toBe(`lockfile version ${version}`);
  });

  test.each<[object, string[]]>([
    [{}, []],
    [{ a: { version: '1.0.0' } }, []],
    [{ a: { version: '1.0.0', requires: { nan: '2' } } }, ['a']],
    [{ a: { version: '1.0.0', dependencies: { b: { version: 'git+https://example.com/b.git#1' } } } }, ['b']],
    [{ a: { version: 'file:../a' } }, ['a']],
  ])('given version 1 with %j, when it is read, then native modules are %j', (dependencies, expected) => {
    const reading = parsePackageLock(JSON.stringify({ lockfileVersion: 1, dependencies }), 'package-lock.json');
    expect(native(reading)).toEqual(expected);
    expect(reading.bins).toBeUndefined();
  });

  test.each([['{', /^package-lock\.json is not valid JSON at line 1, column 2/], ['[]', /must be 1, 2 or 3, received undefined/], ['{"lockfileVersion": 9}', /received 9/]])(
    'given %s, when it is read, then it is refused', (text, expected) => {
      expect(refusal({ 'package-lock.json': text })).toMatch(expected);
    });

  test('given a manifest that it does not match, when the project is read, then there is a warning', () => {
    const lock = (dependencies: object, version?: string) => ({
      lockfileVersion: 3, packages: { '': { dependencies }, ...version === undefined ? {} : { 'node_modules/a': { version } } },
    });
    const manifest = { dependencies: { a: '^1.0.0' } };
    expect(warnings(project({ 'package.json': manifest, 'package-lock.json': lock({ a: '^1.0.0' }) }))).toEqual([]);
    expect(warnings(project({ 'package.json': manifest, 'package-lock.json': lock({ a: '^2.0.0' }) }))).toEqual(['lockfile-out-of-date']);
    expect(warnings(project({ 'package.json': manifest, 'package-lock.json': lock({ a: '>=1' }, '1.2.3') }))).toEqual([]);
    expect(warnings(project({ 'package.json': manifest, 'package-lock.json': lock({ a: '>=1' }, '2.0.0') }))).toEqual(['lockfile-out-of-date']);
    expect(warnings(project({ 'package.json': manifest, 'package-lock.json': { lockfileVersion: 1, dependencies: {} } }))).toEqual(['lockfile-out-of-date']);
  });
});

describe('yarn.lock', () => {
  const ENTRY = '# yarn lockfile v1\n\n"@a/b@^1.0.0", "@a/b@^1.1.0":\n  version "1.1.0"\n  resolved "https://registry.example.com/@a/b/-/b-1.1.0.tgz#1"\n\nms@, ms@2.1.2:\n  version "2.1.2"\n';

  test('given entries, when it is read, then every package is there with what it depends on', () => {
    const text = `${ENTRY}\n"b@npm:c@1":\n  version "1.2.3"\n  dependencies:\n    "@d/e" "^1"\n    f "2"\n  optionalDependencies:\n    g "*"\n`;
    expect(parseYarnLock(text, 'yarn.lock').packages).toEqual([
      { name: '@a/b', version: '1.1.0', dependencies: [], source: false },
      { name: 'ms', version: '2.1.2', dependencies: [], source: false },
      { name: 'c', version: '1.2.3', dependencies: ['@d/e', 'f', 'g'], source: false },
    ]);
    expect(parseYarnLock('# yarn lockfile v1\n', 'yarn.lock').packages).toEqual([]);
  });

  test.each([
    'a@user/repo:\n  resolved "https://codeload.github.com/user/repo/tar.gz/1"\n',
    '"a@git+ssh://git@example.com/a.git":\n  resolved "git+ssh://git@example.com/a.git#1"\n',
    '"a@file:./a":\n  version "1.0.0"\n',
    '"a@github:user/repo":\n  version "1.0.0"\n',
  ])('given the source %j, when it is read, then native modules may be present', text => {
    expect(native(parseYarnLock(text, 'yarn.lock'))).toEqual(['a']);
  });

  test('given a manifest that it does not match, when the project is read, then there is a warning', () => {
    const matching = { dependencies: { '@a/b': '^1.1.0', 'ms': '', 'local': 'link:./local' } };
    expect(warnings(project({ 'package.json': matching, 'yarn.lock': ENTRY }))).toEqual([]);
    expect(warnings(project({ 'package.json': { dependencies: { ms: '^3' } }, 'yarn.lock': ENTRY }))).toEqual(['lockfile-out-of-date']);
  });

  test('given a merge conflict or anything else, when it is read, then it is refused with the line', () => {
    expect(messageOf(() => parseYarnLock('# yarn lockfile v1\n<<<<<<< HEAD\n', 'yarn.lock'))).toBe('yarn.lock holds a merge conflict at line 2: resolve it, then run yarn install');
    expect(messageOf(() => parseYarnLock('{"a": 1}', 'yarn.lock'))).toMatch(/is not a lockfile of Yarn: line 1 is/);
  });
});

test('given no lockfile, when the project is read, then native modules are unknown unless there are no dependencies', () => {
  expect(project({ 'package.json': { dependencies: { a: '1' } } }).nativeModules).toBe(NativeModules.UNKNOWN);
  expect(project().nativeModules).toBe(NativeModules.NONE);
});

test('given a project that is an addon, when it is read, then it is native', () => {
  const read = project({ 'binding.gyp': '{}' });
  expect(read.nativeModules).toBe(NativeModules.PRESENT);
  expect(read.installScripts).toMatchObject([{ name: 'install', command: 'node-gyp rebuild', needs: 'sources', production: true }]);
});

test('given the prop, when the project is read, then it goes before the lockfile', () => {
  const read = project({}, { nativeModules: NativeModules.PRESENT });
  expect(fact(read, 'nativeModules')).toMatchObject({ value: 'present', source: 'props: nativeModules' });
});
