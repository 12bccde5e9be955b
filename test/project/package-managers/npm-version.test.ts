import { EMPTY_LOCK, project, ProjectContent } from '../project-directory';

/** The npm that is installed; undefined for the one of the base image. */
const npm = (manifest: object, content: ProjectContent = {}) => {
  const { packageManager, warnings } = project({ 'package.json': manifest, 'package-lock.json': EMPTY_LOCK, ...content });
  expect(packageManager.name).toBe('npm');
  return [packageManager.pinnedVersion, ...warnings.map(({ id }) => id).filter(id => id === 'package-manager-node')];
};
const engine = (range: string) => npm({ engines: { node: '24', npm: range } });
const wanted = (version: string, node = '24') => npm({ engines: { node }, devEngines: { packageManager: { name: 'npm', version } } });

test.each([
  // Node.js 24 brings 11.21.2
  ['^10.0.0', '10.9.9'], ['10.x', '10.9.9'], ['>=10', undefined], ['>=11.7.0', undefined], ['^11', undefined], ['*', undefined], ['nonsense', undefined],
  ['>=12', '12.2.2'], ['10.8.2', '10.8.2'], ['<11', '10.9.9'],
  // Versions before 7 are a habit in engines
  ['^6', undefined], ['6.14.0', undefined],
])('given engines.npm %s, when the project is read, then npm is %s', (range, version) => {
  expect(engine(range)).toEqual([version]);
});

test.each([['^10', '10.9.9'], ['^11', undefined], ['10.9.2', '10.9.2']])('given npm %s in devEngines, when the project is read, then npm is %s', (range, version) => {
  expect(wanted(range)).toEqual([version]);
});

test('given a hash behind the version, when the project is read, then it is dropped', () => {
  expect(npm({ packageManager: 'npm@10.8.2+sha224.abc' })).toEqual(['10.8.2']);
});

test('given engine-strict, when engines name an old npm, then it is that, too', () => {
  expect(npm({ engines: { node: '24', npm: '^6' } }, { '.npmrc': 'engine-strict=true\n' })).toEqual(['6.14.18']);
});

test('given engine-strict, when engines.node leaves out what its line is now, then the version is exact', () => {
  const read = project({ 'package.json': { engines: { node: '~24.16' } }, 'package-lock.json': EMPTY_LOCK, '.npmrc': 'engine-strict=true\n' });
  expect(read.nodeVersion.version).toBe('24.16.0');
});

test('given a version that does not run on the Node.js of the image, when the project is read, then there is a warning', () => {
  expect(npm({ packageManager: 'npm@12.2.2', engines: { node: '20' } })).toEqual(['12.2.2', 'package-manager-node']);
  const { warnings } = project({ 'package.json': { packageManager: 'pnpm@11.0.0', engines: { node: '20' } } });
  expect(warnings.find(({ id }) => id === 'package-manager-node')?.message).toBe(
    'pnpm 11.0.0 needs Node.js >=22.13, and the image has 20: move the project to a newer line of Node.js, or to pnpm 10.34.9');
});

test('given no version, when the project is read, then one is chosen that runs on the Node.js of the image', () => {
  const pnpm = (node: string) => project({ 'package.json': { engines: { node } }, 'pnpm-workspace.yaml': 'packages: []\n' }).packageManager.pinnedVersion;
  expect(['16', '14', '24'].map(pnpm)).toEqual(['8.15.9', '7.33.7', '10.34.9']);
});
