import * as path from 'path';
import { NodejsProject, NodejsDirectoryOptions } from '../../../lib/project';
import { messageOf, projectDirectory, warnings } from '../project-directory';

const PNPM_LOCK = `lockfileVersion: '9.0'

importers:

  .: {}

  packages/kit:
    dependencies:
      ms:
        specifier: 2.1.3
        version: 2.1.3

  services/api:
    dependencies:
      a:
        specifier: workspace:*
        version: link:../../packages/a
    devDependencies:
      kit:
        specifier: workspace:*
        version: link:../../packages/kit

packages:
`;

/** services/api needs packages/a to run and packages/kit for tests; services/web is another service. */
const PACKAGES = {
  'services/api/package.json': { name: 'api', scripts: { start: 'node server.js', test: 'node --test' }, dependencies: { a: 'workspace:*' }, devDependencies: { kit: 'workspace:*', x: '1.0.0' } },
  'services/api/server.js': '',
  'services/web/package.json': { name: 'web', scripts: { postinstall: 'node x.js', build: 'x' }, dependencies: { a: 'workspace:*' } },
  'packages/a/package.json': { name: 'a', main: 'dist/index.js', scripts: { build: 'tsc', prepare: 'tsc' }, devDependencies: { typescript: '5.9.3' } },
  'packages/kit/package.json': { name: 'kit', dependencies: { ms: '2.1.3' } },
};
const PATTERNS = ['services/*', 'packages/*'];
const MANIFESTS = { all: ['packages/a', 'packages/kit', 'services/api', 'services/web'], closure: ['packages/a', 'packages/kit', 'services/api'], production: ['packages/a', 'services/api'] };

function read(content: Record<string, unknown>, options: NodejsDirectoryOptions = {}, at = 'services/api') {
  return NodejsProject.fromDirectory(path.join(projectDirectory({ ...PACKAGES, ...content }), at), options);
}

const members = (files: readonly string[]) => files.filter(file => file.endsWith('/package.json')).map(file => file.replace('/package.json', ''));
const removed = (project: NodejsProject) => project.workspace!.removals.map(({ path: at, field, name, productionOnly }) => `${at} ${field} ${name}${productionOnly ? ' for production' : ''}`);

interface Case { readonly content: Record<string, unknown>; readonly all: string[]; readonly production: string[]; readonly removals: string[] }

const KIT = 'services/api devDependencies kit for production';
const PREPARE = 'packages/a scripts prepare';
const CASES: Record<string, Case> = {
  'npm': { content: { 'package.json': { workspaces: PATTERNS } }, all: MANIFESTS.closure, production: MANIFESTS.production, removals: [PREPARE, KIT] },
  'Yarn 1': { content: { 'package.json': { workspaces: PATTERNS, packageManager: 'yarn@1.22.22' } }, all: MANIFESTS.closure, production: MANIFESTS.production, removals: [KIT] },
  // its frozen install compares manifests to the lockfile
  'pnpm': {
    content: { 'pnpm-workspace.yaml': `packages: ${JSON.stringify(PATTERNS)}`, 'pnpm-lock.yaml': PNPM_LOCK },
    all: MANIFESTS.closure, production: MANIFESTS.production, removals: [PREPARE],
  },
  'Bun 1.4': { content: { 'package.json': { workspaces: PATTERNS, packageManager: 'bun@1.4.5' } }, all: MANIFESTS.closure, production: MANIFESTS.production, removals: [PREPARE, KIT] },
  'Bun 1.3': {
    content: { 'package.json': { workspaces: PATTERNS, packageManager: 'bun@1.3.14' } },
    all: MANIFESTS.all, production: MANIFESTS.all, removals: [PREPARE, 'services/web scripts postinstall'],
  },
  'Yarn 4': {
    content: { 'package.json': { workspaces: PATTERNS, packageManager: 'yarn@4.18.1' }, '.yarnrc.yml': 'nodeLinker: node-modules' },
    all: MANIFESTS.all, production: MANIFESTS.all, removals: ['services/web scripts postinstall'],
  },
  'Yarn 4 with Plug\'n\'Play': {
    content: { 'package.json': { workspaces: PATTERNS, packageManager: 'yarn@4.18.1' } },
    all: MANIFESTS.all, production: MANIFESTS.all, removals: ['services/web scripts postinstall'],
  },
  'Yarn 4 with packages that are checked in': {
    content: { 'package.json': { workspaces: PATTERNS, packageManager: 'yarn@4.18.1' }, '.yarn/cache/x.zip': '' },
    all: MANIFESTS.all, production: MANIFESTS.production,
    removals: ['services/web scripts postinstall', 'packages/a devDependencies * for production', 'services/api devDependencies * for production'],
  },
  'Yarn 3': {
    content: { 'package.json': { workspaces: PATTERNS, packageManager: 'yarn@3.8.7', devDependencies: { y: '1.0.0' } }, '.yarnrc.yml': 'nodeLinker: node-modules' },
    all: MANIFESTS.all, production: MANIFESTS.production,
    removals: ['services/web scripts postinstall', ' devDependencies * for production', 'packages/a devDependencies * for production', 'services/api devDependencies * for production'],
  },
};

describe.each(Object.entries(CASES))('%s', (_, { content, all, production, removals }) => {
  const project = read(content);
  const workspace = project.workspace!;

  test('given a package, when it is read, then it has its closure, each behind those it needs', () => {
    expect(workspace.packages.map(item => [item.path, item.production])).toEqual([['packages/a', true], ['packages/kit', false], ['services/api', true]]);
    expect(workspace.path).toBe('services/api');
  });

  test('given a package, when it is read, then installing reads the manifests that a frozen install wants', () => {
    expect(members(project.manifestFiles)).toEqual(all);
    expect(members(workspace.productionManifestFiles)).toEqual(production);
  });

  test('given a package, when it is read, then what an install would fail by is taken out', () => {
    expect(removed(project)).toEqual(removals);
  });

  test('given a package that another one builds on, when it is read, then its script is known', () => {
    expect(workspace.packages[0]).toMatchObject({ packageName: 'a', buildScript: 'build', exportedFiles: ['dist/index.js'] });
  });
});

describe('the packages that are installed', () => {
  const installed = (root: object) => read({ 'package.json': { workspaces: PATTERNS, ...root } }).workspace!.installedPackages;

  test('given a root without dependencies, when it is read, then the package alone', () => {
    expect(installed({ name: 'root' })).toEqual([{ path: 'services/api', packageName: 'api' }]);
  });

  test('given a root with dependencies, when it is read, then both', () => {
    expect(installed({ name: 'root', devDependencies: { x: '1' } })).toEqual([{ path: '', packageName: 'root' }, { path: 'services/api', packageName: 'api' }]);
    expect(installed({ dependencies: { x: '1' } })[0]).toEqual({ path: '' });
  });
});

describe('lockfiles', () => {
  const pnpm = (lock: string) => warnings(read({ ...CASES.pnpm.content, 'packages/a/package.json': { name: 'a' }, 'pnpm-lock.yaml': lock, 'services/api/package.json': { ...PACKAGES['services/api/package.json'], devDependencies: { kit: 'workspace:*' } } }));

  test('given pnpm, when a package of the closure is not as the lockfile says, then it is a warning', () => {
    expect(pnpm(PNPM_LOCK)).toEqual([]);
    expect(pnpm(PNPM_LOCK.replace('      ms:', '      mz:'))).toEqual(['lockfile-out-of-date']);
  });

  test('given Bun, when a package of the closure is not as the lockfile says, then it is a warning', () => {
    const bun = (ms: string) => read({
      'package.json': { workspaces: PATTERNS }, 'packages/a/package.json': { name: 'a' },
      'services/api/package.json': { name: 'api', scripts: { start: 'node server.js' }, dependencies: { kit: 'workspace:*' } },
      'bun.lock': JSON.stringify({ lockfileVersion: 2, workspaces: { '': {}, 'packages/kit': { dependencies: { ms } }, 'services/api': { dependencies: { kit: 'workspace:*' } } }, packages: {} }),
    });
    expect(warnings(bun('2.1.3'))).toEqual([]);
    expect(warnings(bun('2.0.0'))).toEqual(['lockfile-out-of-date']);
  });
});

describe('what lies in the monorepo', () => {
  test('given packages in a package, when it is read, then they are left out, unless a frozen install wants their manifests', () => {
    const nested = { 'services/api/plugins/p/package.json': { name: 'p' } };
    const patterns = [...PATTERNS, 'services/*/plugins/*'];
    expect(read({ ...nested, 'package.json': { workspaces: patterns } }).workspace!.nestedPackages).toEqual(['services/api/plugins/p']);
    expect(read({ ...nested, 'package.json': { workspaces: patterns, packageManager: 'yarn@4.18.1' } }).workspace!.nestedPackages).toEqual([]);
  });

  test('given dependencies that are directories and no packages of it, when it is read, then those that are linked are needed to run', () => {
    const api = { name: 'api', scripts: { start: 'node server.js' }, dependencies: { l: 'link:../../vendor/l', f: 'file:../../vendor/f' } };
    const vendored = { 'services/api/package.json': api, 'vendor/l/package.json': {}, 'vendor/f/package.json': {}, 'vendor/f/index.js': '' };
    const npm = read({ 'package.json': { workspaces: PATTERNS }, ...vendored });
    const pnpm = read({ ...CASES.pnpm.content, ...vendored });
    expect([npm.linkedDirectories, pnpm.linkedDirectories]).toEqual([['vendor/f', 'vendor/l'], ['vendor/l']]);
    expect(npm.manifestFiles).not.toContain('vendor/f/index.js');
    expect(pnpm.manifestFiles).toContain('vendor/f/index.js');
  });

  test('given the prop rootFiles, when it is read, then they enter, and what is not there is refused', () => {
    const root = { 'package.json': { workspaces: PATTERNS }, 'shared/x.json': '{}' };
    expect(read(root, { rootFiles: ['shared'] }).workspace!.rootFiles).toEqual(['package.json', 'shared']);
    expect(messageOf(() => read(root, { rootFiles: ['nothing'] }))).toMatch(/^a file of the root must be in .*, received "nothing": change the prop rootFiles$/);
  });

  test('given packages that need one another, when it is read, then it is a warning with the way', () => {
    const project = read({ 'package.json': { workspaces: PATTERNS }, 'packages/a/package.json': { name: 'a', dependencies: { kit: '*' } }, 'packages/kit/package.json': { name: 'kit', dependencies: { a: '*' } } });
    expect(project.warnings.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^packages depend on one another, packages\/a -> packages\/kit -> packages\/a/));
  });
});

test('given Plug\'n\'Play, when a package starts, then node finds the file of the root', () => {
  const bin = { name: 'api', scripts: { start: 'node --enable-source-maps server.js', tool: 'tool x' }, dependencies: { tool: '1.0.0' } };
  const lock = '__metadata:\n  version: 10\n\n"tool@npm:1.0.0":\n  version: 1.0.0\n  resolution: "tool@npm:1.0.0"\n  bin:\n    tool: ./bin/tool.js\n';
  const project = read({ 'package.json': { workspaces: PATTERNS }, 'yarn.lock': lock, 'services/api/package.json': bin });
  expect(project.startCommand!.argv).toEqual(['node', '--require=../../.pnp.cjs', '--enable-source-maps', 'server.js']);
  expect(project.resolveScript('tool')!.argv.slice(0, 3)).toEqual(['node', '--require=../../.pnp.cjs', '--eval']);
  expect(project.resolveScript('tool')!.argv[3]).toContain('"tool/bin/tool.js"');
});
