import * as fs from 'fs';
import * as path from 'path';
import { NativeModules, NodejsProject, NodejsVersion, PackageManager } from '../../lib/project';
import { EMPTY_LOCK, fact, messageOf, project, projectDirectory, refusal, warnings } from './project-directory';

describe('from a directory', () => {
  test('given an ordinary application, when it is read, then every fact is there with its source', () => {
    const read = project({
      'package.json': {
        name: '@scope/app', version: '1.2.3',
        scripts: { build: 'tsc', start: 'node dist/server.js', test: 'node --test dist', lint: 'eslint .' },
        engines: { node: '>=22 <25' },
        dependencies: { express: '^5' }, devDependencies: { typescript: '^6' },
      },
      'package-lock.json': {
        lockfileVersion: 3,
        packages: { '': { dependencies: { express: '^5' }, devDependencies: { typescript: '^6' } } },
      },
      'tsconfig.json': { compilerOptions: { outDir: 'dist' } },
      'src/server.ts': '', '.env': 'SECRET=1', '.gitignore': 'dist\n', 'node_modules/x/index.js': '', 'coverage/lcov.info': '',
    });
    expect(read).toMatchObject({
      packageName: '@scope/app', packageVersion: '1.2.3', lockfile: 'package-lock.json',
      testScript: 'test', testNeedsBuild: true, buildScript: 'build', buildOutput: ['dist'],
      startCommand: { argv: ['node', 'dist/server.js'], environment: {}, shell: false, script: 'start', entry: 'dist/server.js' },
      manifestFiles: ['package-lock.json', 'package.json'], nestedPackages: [], productionPackages: [], installScripts: [], installVariables: [],
      productionDependencies: ['express'], nativeModules: NativeModules.NONE, port: undefined, warnings: [],
      scripts: { build: 'tsc', start: 'node dist/server.js', test: 'node --test dist', lint: 'eslint .' },
    });
    expect(read.packageManager.name).toBe('npm');
    expect(read.nodeVersion.version).toBe('24');
    expect(read.rootEntries).toEqual([
      { name: '.gitignore', directory: false }, { name: 'package-lock.json', directory: false }, { name: 'package.json', directory: false },
      { name: 'src', directory: true }, { name: 'tsconfig.json', directory: false },
    ]);
    expect(read.facts.map(({ name }) => name)).toEqual([
      'packageName', 'packageVersion', 'scripts', 'nodeVersion', 'packageManager', 'installVariables', 'lockfile', 'productionDependencies', 'buildScript',
      'buildCommands', 'framework', 'startCommand', 'buildOutput', 'generatedDirectories', 'releaseFiles', 'needsProductionDependencies', 'writableDirectories', 'buildEnvironment',
      'testScript', 'testNeedsBuild', 'runtimes', 'port', 'npmVariables', 'installScripts', 'nestedPackages', 'productionPackages', 'manifestFiles', 'rootMembers',
      'linkedDirectories', 'injectedPackages', 'nativeModules', 'dependencyScripts', 'installCache', 'buildOnlyFiles', 'infrastructure', 'rootEntries',
    ]);
    for (const { source, reason } of read.facts) {
      expect(source).not.toBe('');
      expect(reason).not.toBe('');
    }
  });

  test('given a relative directory, when it is read, then it is relative to the working directory', () => {
    const directory = projectDirectory();
    expect(NodejsProject.fromDirectory(path.relative(process.cwd(), directory)).directory).toBe(directory);
  });

  test('given the same directory, when it is read twice, then the facts are the same', () => {
    const directory = projectDirectory({ 'package.json': { scripts: { start: 'node a.js' } }, 'package-lock.json': EMPTY_LOCK });
    expect(NodejsProject.fromDirectory(directory).facts).toEqual(NodejsProject.fromDirectory(directory).facts);
  });

  test('given a lockfile that changes, when the project is read again, then the change is seen', () => {
    const directory = projectDirectory({ 'package-lock.json': EMPTY_LOCK });
    expect(NodejsProject.fromDirectory(directory).nativeModules).toBe(NativeModules.NONE);
    fs.writeFileSync(path.join(directory, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages: { 'node_modules/a': { hasInstallScript: true } } }));
    expect(NodejsProject.fromDirectory(directory).nativeModules).toBe(NativeModules.PRESENT);
  });

  test('given package.json through a link, when it is read, then it is read', () => {
    const directory = projectDirectory({ 'package.json': undefined, 'real.json': { name: 'x' } });
    fs.symlinkSync('real.json', path.join(directory, 'package.json'));
    expect(NodejsProject.fromDirectory(directory).packageName).toBe('x');
  });

  test('given a byte order mark, when it is read, then it does not matter', () => {
    expect(project({ 'package.json': '\ufeff{"name": "x"}' }).packageName).toBe('x');
  });

  test('given script names that objects inherit, when it is read, then they are names', () => {
    const read = project({ 'package.json': '{"scripts": {"__proto__": "npm run constructor", "constructor": "node app.js", "start": "npm run __proto__"}}', 'app.js': '' });
    expect(read.startCommand?.argv).toEqual(['node', 'app.js']);
    expect(Object.keys(read.scripts)).toEqual(['__proto__', 'constructor', 'start']);
    expect(read.buildScript).toBeUndefined();
  });

  test('given a line break in a name, when it is read, then facts stay on one line', () => {
    expect(fact(project({ 'package.json': { name: 'a\nRUN b' } }), 'packageName').value).toBe('a RUN b');
  });

  test('given workspaces, when it is read, then there is a warning', () => {
    expect(warnings(project({ 'package.json': { workspaces: ['packages/*'] }, 'package-lock.json': EMPTY_LOCK }))).toEqual(['workspaces']);
  });
});

describe('what cannot be read', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['no package.json', { 'package.json': undefined }, /^there is no package\.json in \/.*: change the prop directory to the one that holds it$/],
    ['no JSON', { 'package.json': '{"name": }' }, /^package\.json is not valid JSON at line 1, column 10: expected a value, received "}"$/],
    ['an array', { 'package.json': '[]' }, /^package\.json must hold an object, received an array \[\]$/],
    ['a text', { 'package.json': '"x"' }, /^package\.json must hold an object, received "x"$/],
    ['scripts that are an array', { 'package.json': { scripts: ['a'] } }, /^"scripts" in package\.json must be an object, received an array \["a"\]$/],
    ['a script that is a number', { 'package.json': { scripts: { start: 1 } } }, /^"scripts\.start" in package\.json must be a string, received 1$/],
    ['engines that are a text', { 'package.json': { engines: '>=20' } }, /^"engines" in package\.json must be an object, received ">=20"$/],
    ['dependencies that are a list', { 'package.json': { dependencies: [] } }, /^"dependencies" in package\.json must be an object, received an array \[\]$/],
    ['a name that is an object', { 'package.json': { name: { a: 'x'.repeat(90) } } }, /^"name" in package\.json must be a string, received an object {"a":"x{51}\.\.\.$/],
    ['devEngines of a wrong type', { 'package.json': { devEngines: { runtime: 'node' } } }, /^"devEngines\.runtime" in package\.json must be an object or an array of objects, received "node"$/],
  ])('given %s, when it is read, then the error shows it and says where', (_, content, expected) => {
    expect(refusal(content)).toMatch(expected);
  });

  test('given fields that are null, when they are read, then they are absent', () => {
    expect(project({ 'package.json': { name: null, scripts: null, engines: { node: null }, dependencies: { a: null } } })).toMatchObject({ packageName: undefined, scripts: {} });
  });

  test('given a file that may not be read, when it is read, then the error says so', () => {
    const directory = projectDirectory();
    const denied = jest.spyOn(jest.requireActual<typeof fs>('fs'), 'readFileSync').mockImplementation(() => {
      throw Object.assign(new Error('denied'), { code: 'EACCES' });
    });
    const message = messageOf(() => NodejsProject.fromDirectory(directory));
    denied.mockRestore();
    expect(message).toBe('package.json cannot be read: permission denied (EACCES)');
  });
});

describe('by props alone', () => {
  test('given nothing, when it is made, then everything has a default', () => {
    const made = NodejsProject.of({});
    expect(made).toMatchObject({
      directory: process.cwd(), lockfile: undefined, scripts: {}, buildOutput: [], testNeedsBuild: false, manifestFiles: ['package.json'],
      nestedPackages: [], installScripts: [], rootEntries: [{ name: 'package.json', directory: false }], nativeModules: NativeModules.UNKNOWN,
      startCommand: undefined, productionDependencies: [],
    });
    expect(made.packageManager.name).toBe('npm');
    expect(made.nodeVersion.version).toBe('24');
    expect(warnings(made)).toEqual(['no-lockfile']);
  });

  test('given props, when it is made, then they are facts, and the rest follows from them', () => {
    const made = NodejsProject.of({
      directory: '/somewhere/app', packageName: 'app', packageVersion: '1.0.0', lockfile: 'yarn.lock', nodeVersion: NodejsVersion.V22,
      scripts: { build: 'tsup', start: 'PORT=80 node dist/a.js', postinstall: 'husky' }, manifestFiles: ['yarn.lock', '.npmrc'],
      productionDependencies: ['b', 'a'], rootEntries: [{ name: 'src', directory: true }, { name: 'a.ts', directory: false }],
    });
    expect(made).toMatchObject({
      directory: '/somewhere/app', packageName: 'app', lockfile: 'yarn.lock', buildScript: 'build', buildOutput: ['dist'], port: 80,
      startCommand: { argv: ['node', 'dist/a.js'], environment: { PORT: '80' } }, manifestFiles: ['.npmrc', 'package.json', 'yarn.lock'],
      productionDependencies: ['a', 'b'], rootEntries: [{ name: 'a.ts', directory: false }, { name: 'src', directory: true }],
    });
    expect(made.packageManager.name).toBe(PackageManager.YARN_CLASSIC.name);
    expect(fact(made, 'buildScript').source).toBe('props: scripts.build');
    expect(made.installScripts).toHaveLength(1);
    expect(warnings(made)).toEqual([]);
  });

  test('given props that contradict one another or make no sense, when it is made, then they are refused', () => {
    expect(messageOf(() => NodejsProject.of({ port: 0 }))).toBe('a port must be a whole number from 1 to 65535, received 0: change the prop port');
    expect(messageOf(() => NodejsProject.of({ buildScript: 'build' }))).toMatch(/there is no script "build" in package\.json, which has none: change the prop buildScript/);
    expect(messageOf(() => NodejsProject.of({ rootEntries: [{ name: 'a/b', directory: true }] }))).toMatch(/must be a name without a slash, received "a\/b"/);
  });

  test('given the same projects, when one is on disk and one is not, then both have the same facts by name', () => {
    const names = (read: NodejsProject) => read.facts.map(({ name }) => name);
    expect(names(NodejsProject.of({}))).toEqual(names(project()));
  });
});
