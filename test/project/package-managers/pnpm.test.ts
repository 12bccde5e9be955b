import { NativeModules, PackageManager } from '../../../lib/project';
import { fact, messageOf, project, refusal } from '../project-directory';

const LOCK = (version = '9.0', packages = '') => `lockfileVersion: '${version}'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: 1.0.0\n        version: 1.0.0\n\npackages:\n${packages}`;
const A = '\n  a@1.0.0:\n    resolution: {integrity: sha512-x}\n';
const MANIFEST = { dependencies: { a: '1.0.0' } };

describe('the commands', () => {
  const pnpm = PackageManager.PNPM.version('10.1.0');

  test('given a lockfile, when it installs, then it is frozen to it, with a store that can be cached', () => {
    expect(pnpm.install({ lockfile: true })).toEqual(['pnpm', 'install', '--frozen-lockfile', '--store-dir=/pnpm/store']);
    expect(pnpm.installProduction({ lockfile: true, ignoreScripts: true })).toEqual(['pnpm', 'install', '--prod', '--frozen-lockfile', '--store-dir=/pnpm/store', '--ignore-scripts']);
    expect(pnpm.install({ lockfile: false })).toContain('--no-lockfile');
    expect(pnpm.cacheMount.target).toBe('/pnpm/store');
  });

  test('given a version, when it is provided, then it is installed by npm', () => {
    expect(pnpm.provision()).toEqual(['npm', 'install', '--global', 'pnpm@10.1.0']);
  });

  test('given names of scripts, when they are run, then any of them is data', () => {
    expect(pnpm.run('lint')).toEqual(['pnpm', 'run', 'lint']);
    expect(pnpm.run('-x')).toEqual(['pnpm', 'run', '--', '-x']);
  });
});

test.each<[string, Record<string, unknown>, string]>([
  ['the field packageManager', { 'package.json': { packageManager: 'pnpm@9.1.0+sha512.a' }, 'pnpm-lock.yaml': LOCK() }, '9.1.0'],
  ['devEngines', { 'package.json': { devEngines: { packageManager: { name: 'pnpm', version: '^11' } } }, 'pnpm-lock.yaml': LOCK() }, '11.28.11'],
  ['volta', { 'package.json': { volta: { pnpm: '9.2.0' } }, 'pnpm-lock.yaml': LOCK() }, '9.2.0'],
  ['an exact version in engines', { 'package.json': { engines: { pnpm: '9.3.0' } }, 'pnpm-lock.yaml': LOCK() }, '9.3.0'],
  ['a range in engines', { 'package.json': { engines: { pnpm: '9.x' } }, 'pnpm-lock.yaml': LOCK() }, '9.15.9'],
  ['a range that allows several', { 'package.json': { engines: { pnpm: '>=8' } }, 'pnpm-lock.yaml': LOCK() }, '10.34.9'],
  ['a lockfile of version 9.0', { 'pnpm-lock.yaml': LOCK() }, '10.34.9'],
  ['a lockfile of version 6.0', { 'pnpm-lock.yaml': LOCK('6.0') }, '8.15.9'],
  ['a lockfile of version 5.4', { 'pnpm-lock.yaml': LOCK('5.4') }, '7.33.7'],
  ['settings in the workspace file', { 'package.json': { engines: { pnpm: '>=9' } }, 'pnpm-lock.yaml': LOCK(), 'pnpm-workspace.yaml': 'overrides:\n  a: 1.0.0\n' }, '10.34.9'],
  ['nothing but the name', { 'package.json': { devEngines: { packageManager: { name: 'pnpm' } } } }, '10.34.9'],
])('given %s, when the project is read, then the version follows', (_, content, version) => {
  const { packageManager } = project(content);
  expect([packageManager.name, packageManager.pinnedVersion]).toEqual(['pnpm', version]);
});

test('given no pin, when the project is read, then the fact says where the version is from', () => {
  expect(fact(project({ 'pnpm-lock.yaml': LOCK(), 'package.json': { engines: { pnpm: '>=9' } } }), 'packageManager').reason)
    .toBe('it is the lockfile of this manager; the version is from package.json: engines.pnpm and pnpm-lock.yaml, lockfile version 9.0');
});

test('given settings, patches and hooks, when the project is read, then installing reads them', () => {
  const read = project({
    'package.json': { ...MANIFEST, pnpm: { patchedDependencies: { b: 'patches/b.patch' } } },
    'pnpm-lock.yaml': LOCK('9.0', A),
    'pnpm-workspace.yaml': 'patchedDependencies:\n  a@1.0.0: patches/a.patch\n',
    '.pnpmfile.cjs': '',
    '.npmrc': '//registry.example.com/:_authToken=${NPM_TOKEN}',
    'patches/a.patch': '', 'patches/b.patch': '', 'patches/c.patch': '',
  });
  expect(read.manifestFiles).toEqual(['.npmrc', '.pnpmfile.cjs', 'package.json', 'patches/a.patch', 'patches/b.patch', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']);
  expect(read.installVariables).toEqual(['NPM_TOKEN']);
});

describe('native modules', () => {
  const native = (lock: string, more: Record<string, unknown> = {}) => project({ 'package.json': MANIFEST, 'pnpm-lock.yaml': lock, ...more }).nativeModules;
  const git = '\n  a@https://codeload.example.com/x:\n    resolution: {repo: git@example.com, commit: x, type: git}\n';

  test.each<[string, NativeModules, string, Record<string, unknown>]>([
    ['version 10, which runs no install script', NativeModules.NONE, LOCK('9.0', A), {}],
    ['version 9, which runs all', NativeModules.NONE, LOCK('9.0', A), { 'package.json': { ...MANIFEST, packageManager: 'pnpm@9.1.0' } }],
    ['version 9 and a package that is compiled', NativeModules.PRESENT, LOCK('9.0', `${A}\nsnapshots:\n\n  a@1.0.0:\n    dependencies:\n      node-addon-api: 8.0.0\n`), { 'package.json': { ...MANIFEST, packageManager: 'pnpm@9.1.0' } }],
    ['version 9 and a package that is compiled on macOS', NativeModules.NONE, LOCK('9.0', `${A}    os: [darwin]\n\nsnapshots:\n\n  a@1.0.0:\n    dependencies:\n      nan: 2.0.0\n`), { 'package.json': { ...MANIFEST, packageManager: 'pnpm@9.1.0' } }],
    ['an allowed script that is known', NativeModules.NONE, LOCK('9.0', '\n  esbuild@0.25.0:\n    resolution: {integrity: sha512-x}\n'), { 'pnpm-workspace.yaml': 'onlyBuiltDependencies: [esbuild]' }],
    ['an allowed script with a version', NativeModules.PRESENT, LOCK('9.0', A), { 'pnpm-workspace.yaml': 'onlyBuiltDependencies: [a@1.0.0]' }],
    ['onlyBuiltDependencies', NativeModules.PRESENT, LOCK('9.0', A), { 'pnpm-workspace.yaml': 'onlyBuiltDependencies: [a]' }],
    ['onlyBuiltDependencies in package.json', NativeModules.PRESENT, LOCK('9.0', A), { 'package.json': { ...MANIFEST, pnpm: { onlyBuiltDependencies: ['a'] } } }],
    ['allowBuilds', NativeModules.PRESENT, LOCK('9.0', A), { 'pnpm-workspace.yaml': 'allowBuilds:\n  a: true\n' }],
    ['allowBuilds of nothing', NativeModules.NONE, LOCK('9.0', A), { 'pnpm-workspace.yaml': 'allowBuilds:\n  a: false\n' }],
    ['all builds', NativeModules.NONE, LOCK('9.0', A), { 'pnpm-workspace.yaml': 'dangerouslyAllowAllBuilds: true' }],
    ['a dependency from git', NativeModules.PRESENT, LOCK('9.0', git), {}],
    ['no packages', NativeModules.NONE, LOCK('9.0'), {}],
    ['an old lockfile', NativeModules.NONE, LOCK('6.0', '\n  /a@1.0.0:\n    resolution: {integrity: x}\n'), {}],
    ['an old lockfile with a build', NativeModules.PRESENT, LOCK('6.0', '\n  /a@1.0.0:\n    resolution: {integrity: x}\n    requiresBuild: true\n'), {}],
  ])('given %s, when the project is read, then they are told', (_, expected, lock, more) => {
    expect(native(lock, more)).toBe(expected);
  });
});

test('given a lockfile that lacks a dependency, when the project is read, then it is a warning', () => {
  const read = project({ 'package.json': { dependencies: { 'a': '1.0.0', '@b/c': '1' } }, 'pnpm-lock.yaml': LOCK('9.0', A) });
  expect(read.warnings.map(({ message }) => message)).toEqual([expect.stringContaining('pnpm-lock.yaml does not match package.json (@b/c)')]);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ['a broken lockfile', { 'pnpm-lock.yaml': '' }, /^pnpm-lock\.yaml is not a lockfile of pnpm/],
  ['a merge conflict', { 'pnpm-lock.yaml': `${LOCK()}\n<<<<<<< HEAD\n` }, /^pnpm-lock\.yaml holds a merge conflict at line/],
  ['a broken workspace file', { 'pnpm-lock.yaml': LOCK(), 'pnpm-workspace.yaml': 'a: [' }, /^pnpm-workspace\.yaml is not valid YAML/],
])('given %s, when the project is read, then the error says what to do', (_, content, message) => {
  expect(refusal(content)).toMatch(message);
});

test('given a range, when pnpm is pinned to it, then it is refused', () => {
  expect(messageOf(() => PackageManager.PNPM.version('^10'))).toContain('must be exact');
});

test.each([
  ['pnpm run serve', ['node', 'server.js']],
  ['pnpm serve', ['node', 'server.js']],
  ['pnpm exec tool', ['/bin/sh', '-c', 'export PATH="$PWD/node_modules/.bin:$PATH"; exec tool']],
  ['tool --x', ['/bin/sh', '-c', 'export PATH="$PWD/node_modules/.bin:$PATH"; exec tool --x']],
])('given the start script %j, when it is resolved, then nothing but the application runs', (start, argv) => {
  const content = { 'package.json': { scripts: { start, serve: 'node server.js' }, dependencies: { tool: '1' } }, 'pnpm-lock.yaml': LOCK() };
  expect(project(content).startCommand!.argv).toEqual(argv);
});

test.each<[string, Record<string, unknown>]>([
  ['.npmrc', { '.npmrc': 'node-linker=pnp\n' }],
  ['pnpm-workspace.yaml', { 'pnpm-workspace.yaml': 'nodeLinker: pnp\n' }],
])('given Plug\'n\'Play of pnpm in %s, when the project is read, then it is refused, for no module would be found', (_, files) => {
  expect(refusal({ 'pnpm-lock.yaml': 'lockfileVersion: \'9.0\'\n', ...files })).toContain('received nodeLinker: pnp; write isolated or hoisted');
});
