import * as semver from 'semver';
import { NativeModules } from '../../../lib/project';
import { isForLinux, LockedPackage } from '../../../lib/project/model/locked-package';
import { COMPILED, WITHOUT_COMPILER } from '../../../lib/project/native/known-packages';
import { nativeDependencies } from '../../../lib/project/native/native-dependencies';
import { fact, project, warnings } from '../project-directory';

const locked = (name: string, more: Partial<LockedPackage> = {}): LockedPackage => ({ name, version: '1.0.0', dependencies: [], source: false, ...more });

describe('a dependency', () => {
  test.each<[string, LockedPackage, string | undefined]>([
    ['without an install script', locked('a', { installScript: false }), undefined],
    ['of which no install script is known', locked('a'), undefined],
    ['with an install script', locked('a', { installScript: true }), 'what its install script does is not known'],
    ['that depends on a tool', locked('a', { dependencies: ['x', 'prebuild-install'] }), 'it depends on prebuild-install'],
    ['that depends on a tool, with an install script', locked('a', { dependencies: ['nan'], installScript: true }), 'it depends on nan'],
    ['that depends on a tool, without an install script', locked('a', { dependencies: ['node-addon-api'], installScript: false }), 'it depends on node-addon-api'],
    ['from git', locked('esbuild', { source: true }), 'it comes from git or from a directory'],
    ['esbuild', locked('esbuild', { installScript: true }), undefined],
    ['sharp with binaries', locked('sharp', { version: '0.33.5', installScript: true }), undefined],
    ['sharp without binaries', locked('sharp', { version: '0.32.6', installScript: true, dependencies: ['prebuild-install'] }), 'it depends on prebuild-install'],
    ['bcrypt with binaries', locked('bcrypt', { version: '6.0.0', installScript: true, dependencies: ['node-gyp-build'] }), undefined],
    ['bcrypt without binaries', locked('bcrypt', { version: '5.1.1', installScript: true, dependencies: ['@mapbox/node-pre-gyp'] }), 'it depends on @mapbox/node-pre-gyp'],
    ['better-sqlite3 without binaries', locked('better-sqlite3', { version: '12.6.2', dependencies: ['bindings', 'prebuild-install'] }), 'it depends on bindings'],
    ['better-sqlite3, which npm compiles in spite of its binaries', locked('better-sqlite3', { version: '13.2.0', dependencies: ['node-addon-api'] }), 'it depends on node-addon-api'],
    ['bufferutil, which has no binary for arm64', locked('bufferutil', { dependencies: ['node-gyp-build'] }), 'it depends on node-gyp-build'],
    ['of a version that cannot be read', locked('sharp', { version: 'x', installScript: true }), 'what its install script does is not known'],
    ['of no version', locked('sharp', { version: undefined, installScript: true }), 'what its install script does is not known'],
    ['that shows no tool and is compiled', locked('fibers'), 'it is compiled by a script of its own'],
  ])('%s needs a compiler where it should', (_, dependency, reason) => {
    expect(nativeDependencies([dependency]).map(found => found.reason)).toEqual(reason === undefined ? [] : [reason]);
  });

  test('given what may run scripts, then it decides instead of the lockfile', () => {
    const packages = [locked('a', { installScript: true }), locked('b'), locked('c', { dependencies: ['nan'] }), locked('esbuild')];
    expect(nativeDependencies(packages, new Set(['b', 'esbuild']))).toEqual([{ name: 'b', reason: 'what its install script does is not known', source: false }]);
    expect(nativeDependencies(packages, new Set())).toEqual([]);
  });

  test('given several versions, then the one that is compiled counts', () => {
    const versions = ['6.0.0', '5.1.1'].map(version => locked('bcrypt', { version, dependencies: ['node-addon-api'] }));
    expect(nativeDependencies(versions).map(({ name }) => name)).toEqual(['bcrypt']);
  });
});

test.each<[unknown, boolean]>([
  [undefined, true], [[], true], ['linux', true], ['darwin', false], [['darwin', 'linux'], true], [['!win32'], true], ['!linux', false], ['none', true], [5, false],
])('the systems %j are for Linux: %s', (systems, expected) => {
  expect(isForLinux(systems)).toBe(expected);
});

test('the tables name a package once, with ranges that can be read and a reason', () => {
  const all = [...WITHOUT_COMPILER, ...COMPILED];
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(all.filter(({ versions }) => versions !== undefined && semver.validRange(versions) === null)).toEqual([]);
  expect(all.filter(({ reason }) => reason.length < 10)).toEqual([]);
});

const PACKAGE = { dependencies: { 'better-sqlite3': '11.9.1', 'esbuild': '0.25.0' } };
const LOCKFILES: Record<string, string> = {
  'package-lock.json': JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': PACKAGE,
      'node_modules/esbuild': { version: '0.25.0', hasInstallScript: true },
      'node_modules/better-sqlite3': { version: '11.9.1', hasInstallScript: true, dependencies: { bindings: '1' } },
    },
  }),
  'yarn.lock': '# yarn lockfile v1\n\nbetter-sqlite3@11.9.1:\n  version "11.9.1"\n  dependencies:\n    bindings "1"\n\nesbuild@0.25.0:\n  version "0.25.0"\n',
  'pnpm-lock.yaml': 'lockfileVersion: \'6.0\'\n\ndependencies:\n  better-sqlite3:\n    specifier: 11.9.1\n    version: 11.9.1\n  esbuild:\n    specifier: 0.25.0\n    version: 0.25.0\n\npackages:\n\n'
    + '  /better-sqlite3@11.9.1:\n    resolution: {integrity: x}\n    requiresBuild: true\n    dependencies:\n      bindings: 1.0.0\n\n  /esbuild@0.25.0:\n    resolution: {integrity: x}\n    requiresBuild: true\n',
  'bun.lock': JSON.stringify({
    lockfileVersion: 1,
    workspaces: { '': PACKAGE },
    packages: {
      'better-sqlite3': ['better-sqlite3@11.9.1', '', { dependencies: { bindings: '1' } }, 'sha512-x'],
      'esbuild': ['esbuild@0.25.0', '', {}, 'sha512-x'],
      'fsevents': ['x@2.0.0', '', { os: 'darwin', dependencies: { nan: '1' } }, 'sha512-x'],
    },
  }),
};

describe.each(Object.keys(LOCKFILES))('%s', name => {
  test('given a dependency that is compiled, when the project is read, then it is told by name', () => {
    const read = project({ 'package.json': PACKAGE, [name]: LOCKFILES[name] });
    expect(fact(read, 'nativeModules')).toEqual({
      name: 'nativeModules', value: NativeModules.PRESENT, source: name, reason: 'better-sqlite3 (it depends on bindings)',
    });
  });

  test('given a version that brings binaries, when the project is read, then no compiler is needed', () => {
    const read = project({
      'package.json': { dependencies: { bcrypt: '6.0.0', esbuild: '0.25.0' } },
      [name]: LOCKFILES[name].replace(/better-sqlite3/g, 'bcrypt').replace(/11\.9\.1/g, '6.0.0'),
    });
    expect(read.nativeModules).toBe(NativeModules.NONE);
  });
});

describe('Yarn Berry', () => {
  const lock = (body: string) => `__metadata:\n  version: 8\n\n"a@npm:1.0.0":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n${body}`;
  const read = (body: string, more: Record<string, unknown> = {}) =>
    project({ 'package.json': { dependencies: { a: '1.0.0' } }, 'yarn.lock': lock(body), '.yarnrc.yml': 'nodeLinker: node-modules\n', ...more });

  test.each<[string, string, NativeModules]>([
    ['nothing', '', NativeModules.NONE],
    ['the tool that Yarn adds', '  dependencies:\n    node-gyp: "npm:latest"\n', NativeModules.PRESENT],
    ['the tool on another system', '  dependencies:\n    node-gyp: "npm:latest"\n  conditions: os=darwin\n', NativeModules.NONE],
    ['the tool on this system', '  dependencies:\n    "@a/b": "npm:1"\n    node-gyp: "npm:latest"\n  conditions: os=linux & cpu=x64\n', NativeModules.PRESENT],
  ])('given %s, when the project is read, then native modules are told', (_, body, expected) => {
    expect(read(body).nativeModules).toBe(expected);
  });

  test('given scripts that are not enabled, when the project is read, then only what is built counts', () => {
    const body = '  dependencies:\n    node-gyp: "npm:latest"\n';
    const settings = { '.yarnrc.yml': 'nodeLinker: node-modules\nenableScripts: false\n' };
    expect(read(body, settings).nativeModules).toBe(NativeModules.NONE);
    expect(read(body, { ...settings, 'package.json': { dependencies: { a: '1.0.0' }, dependenciesMeta: { a: { built: true } } } }).nativeModules).toBe(NativeModules.PRESENT);
  });
});

describe('what is not in the lockfile', () => {
  test('given install scripts that are switched off, when the project is read, then nothing is compiled', () => {
    const read = project({ 'package.json': PACKAGE, 'package-lock.json': LOCKFILES['package-lock.json'], '.npmrc': 'ignore-scripts=true' });
    expect(fact(read, 'nativeModules')).toMatchObject({ value: 'none', reason: 'no install script of a dependency is allowed to run' });
  });

  test.each(['npm rebuild bcrypt', 'node-gyp rebuild', 'tsc && npx node-gyp build', 'cmake-js compile'])('given the script %j, when the project is read, then it needs a compiler', build => {
    expect(project({ 'package.json': { scripts: { build } } }).nativeModules).toBe(NativeModules.PRESENT);
  });

  test('given a script that only sounds like it, when the project is read, then it needs none', () => {
    expect(project({ 'package.json': { scripts: { clean: 'rm -rf node-gyp-cache', build: 'echo prebuildify-less' } } }).nativeModules).toBe(NativeModules.NONE);
  });
});

describe('what installing does not make work', () => {
  const lock = LOCKFILES['package-lock.json'];

  test.each<[string, Record<string, unknown>, string, string[]]>([
    ['npm 12 that may build nothing', { packageManager: 'npm@12.2.0' }, NativeModules.NONE, ['native-module-not-built']],
    ['npm 12 that may build it', { packageManager: 'npm@12.2.0', allowScripts: { 'better-sqlite3@11.9.1': true, 'esbuild': false } }, NativeModules.PRESENT, []],
    ['npm 11', { packageManager: 'npm@11.6.0' }, NativeModules.PRESENT, ['install-scripts-unasked']],
  ])('given %s, when the project is read, then native modules and warnings are told', (_, more, expected, ids) => {
    const read = project({ 'package.json': { ...PACKAGE, ...more }, 'package-lock.json': lock });
    expect([read.nativeModules, warnings(read)]).toEqual([expected, ids]);
  });

  test.each(['puppeteer', 'puppeteer-core', 'playwright'])('given %s, when the project is read, then it is told what to do for a browser', name => {
    expect(project({ 'package.json': { dependencies: { [name]: '1.0.0' } } }).warnings.find(({ id }) => id === 'no-browser')!.message)
      .toMatch(/BaseImage\.custom\(\), and set (PUPPETEER_EXECUTABLE_PATH|executablePath) to it/);
    expect(warnings(project({ 'package.json': { devDependencies: { [name]: '1.0.0' } } }))).toEqual(['no-lockfile']);
  });
});
