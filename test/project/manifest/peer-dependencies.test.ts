import * as path from 'path';
import { NodejsProject } from '../../../lib/project';
import { project, ProjectContent, projectDirectory, warnings } from '../project-directory';

const MANIFEST = { name: 'app', version: '1.0.0', peerDependencies: { ms: '2.1.3' } };

/** The lockfiles that the managers write for it, or with the same entries. */
const NPM = {
  lockfileVersion: 3,
  packages: { '': { peerDependencies: { ms: '2.1.3' } }, 'node_modules/ms': { version: '2.1.3', peer: true } },
};
const PNPM = 'lockfileVersion: \'9.0\'\n\nimporters:\n\n  .:\n    dependencies:\n      ms:\n        specifier: 2.1.3\n        version: 2.1.3\n';
const BUN = '{"lockfileVersion": 1, "workspaces": {"": {"name": "app", "peerDependencies": {"ms": "2.1.3"}}}, "packages": {"ms": ["ms@2.1.3", "", {}, ""]}}';
const YARN = '# yarn lockfile v1\n\n';
const BERRY = '__metadata:\n  version: 8\n';

function read(content: ProjectContent, manifest: object = MANIFEST) {
  const { productionDependencies, warnings: given } = project({ 'package.json': manifest, ...content });
  return { productionDependencies, warnings: given.map(({ id }) => id).filter(id => ['peer-dependencies', 'lockfile-out-of-date'].includes(id)) };
}

const INSTALLED = { productionDependencies: ['ms'], warnings: [] };
const MISSING = { productionDependencies: [], warnings: ['peer-dependencies'] };

test.each<[string, ProjectContent, object]>([
  ['npm', { 'package-lock.json': NPM }, INSTALLED],
  ['npm with legacy-peer-deps', { 'package-lock.json': NPM, '.npmrc': 'legacy-peer-deps=true\n' }, MISSING],
  ['npm 6, which Node.js 14 brings', { 'package-lock.json': { lockfileVersion: 1, dependencies: {} }, '.nvmrc': '14' }, MISSING],
  ['pnpm', { 'pnpm-lock.yaml': PNPM }, INSTALLED],
  ['pnpm without auto-install-peers', { 'pnpm-lock.yaml': PNPM, '.npmrc': 'auto-install-peers=false' }, MISSING],
  ['pnpm without autoInstallPeers', { 'pnpm-lock.yaml': PNPM, 'pnpm-workspace.yaml': 'autoInstallPeers: false\n' }, MISSING],
  ['pnpm 7', { 'pnpm-lock.yaml': 'lockfileVersion: 5.4\n\nspecifiers: {}\n' }, MISSING],
  ['Bun', { 'bun.lock': BUN }, INSTALLED],
  ['Bun without peer', { 'bun.lock': BUN, 'bunfig.toml': '[install]\npeer = false\n' }, MISSING],
  ['Yarn 1', { 'yarn.lock': YARN }, MISSING],
  ['Yarn Berry', { 'yarn.lock': BERRY, '.yarnrc.yml': 'nodeLinker: node-modules\n' }, MISSING],
])('peer dependencies with %s', (_, content, expected) => {
  expect(read(content)).toEqual(expected);
});

test('the warning says what is missing and what to write', () => {
  const { warnings: given } = project({ 'package.json': MANIFEST, 'yarn.lock': YARN });
  expect(given.find(({ id }) => id === 'peer-dependencies')?.message).toBe(
    'Yarn Classic does not install the peer dependencies ms of the project itself, so they are missing where it runs: name them in "dependencies", or in "peerDependenciesMeta" as optional if nothing imports them');
});

test('a peer dependency that is one of development, too, is installed with those', () => {
  const manifest = { ...MANIFEST, devDependencies: { ms: '2.1.3' } };
  expect(read({ 'package-lock.json': NPM }, manifest).productionDependencies).toEqual([]);
  expect(read({ 'pnpm-lock.yaml': PNPM }, manifest).productionDependencies).toEqual([]);
  expect(read({ 'bun.lock': BUN }, manifest).productionDependencies).toEqual(['ms']);
  expect(read({ 'yarn.lock': YARN }, manifest).warnings).not.toContain('peer-dependencies');
});

test('an optional peer dependency is installed by pnpm alone, and missed by nobody', () => {
  const manifest = { ...MANIFEST, peerDependenciesMeta: { ms: { optional: true } } };
  expect(read({ 'package-lock.json': NPM }, manifest)).toEqual({ productionDependencies: [], warnings: [] });
  expect(read({ 'pnpm-lock.yaml': PNPM }, manifest)).toEqual(INSTALLED);
  expect(read({ 'yarn.lock': YARN }, manifest)).toEqual({ productionDependencies: [], warnings: [] });
});

test('a lockfile without the peer dependency does not match', () => {
  expect(read({ 'package-lock.json': { lockfileVersion: 3, packages: { '': {} } } }).warnings).toEqual(['lockfile-out-of-date']);
  expect(read({ 'bun.lock': '{"lockfileVersion": 1, "workspaces": {"": {}}, "packages": {}}' }).warnings).toEqual(['lockfile-out-of-date']);
});

test('in a monorepo the peer dependencies of packages count where nobody else declares them', () => {
  const missing = (dependencies: object) => {
    const root = projectDirectory({
      'package.json': { name: 'root', workspaces: ['packages/*'] },
      'yarn.lock': `${YARN}ms@2.1.3:\n  version "2.1.3"\n`,
      'packages/lib/package.json': { ...MANIFEST, name: 'lib' },
      'packages/api/package.json': { name: 'api', dependencies: { lib: '1.0.0', ...dependencies } },
    });
    return warnings(NodejsProject.fromDirectory(path.join(root, 'packages/api'))).includes('peer-dependencies');
  };
  expect([missing({}), missing({ ms: '2.1.3' })]).toEqual([true, false]);
});
