import { PackageManager } from '../../../lib/project';
import { EMPTY_LOCK, fact, project, refusal, warnings } from '../project-directory';

const LOCK = { 'package-lock.json': EMPTY_LOCK };
const YARN_LOCK = { 'yarn.lock': '# yarn lockfile v1\n' };

const detected = (content: Record<string, unknown>) => {
  const read = project(content);
  return [fact(read, 'packageManager').value, fact(read, 'packageManager').source, read.lockfile];
};

test('given a lockfile, when the project is read, then its manager is used', () => {
  expect(detected(LOCK)).toEqual(['npm', 'package-lock.json', 'package-lock.json']);
  expect(detected(YARN_LOCK)).toEqual(['Yarn Classic', 'yarn.lock', 'yarn.lock']);
  expect(detected({ 'npm-shrinkwrap.json': EMPTY_LOCK })).toEqual(['npm', 'npm-shrinkwrap.json', 'npm-shrinkwrap.json']);
});

test('given a shrinkwrap beside a lockfile, when the project is read, then npm reads the shrinkwrap', () => {
  const read = project({ ...LOCK, 'npm-shrinkwrap.json': EMPTY_LOCK });
  expect(read.lockfile).toBe('npm-shrinkwrap.json');
  expect(fact(read, 'lockfile').reason).toBe('lockfile version 3; package-lock.json is ignored');
});

test('given nothing, when the project is read, then it is npm, with a warning', () => {
  const read = project({ 'package.json': { devDependencies: { a: '1.0.0' } } });
  expect(fact(read, 'packageManager')).toMatchObject({ value: 'npm', source: 'default' });
  expect(read.lockfile).toBeUndefined();
  expect(warnings(read)).toEqual(['no-lockfile']);
});

test('given no dependency, when there is no lockfile, then nothing is lacking: Bun writes none', () => {
  const read = project({ 'package.json': { packageManager: 'bun@1.3.0' } });
  expect(fact(read, 'lockfile').reason).toBe('there is no lockfile, and nothing to lock');
  expect(warnings(read)).toEqual([]);
  const packages = { 'package.json': { workspaces: ['packages/*'] }, 'packages/a/package.json': { name: 'a', dependencies: { b: '1.0.0' } } };
  expect(warnings(project(packages))).toContain('no-lockfile');
});

test('given the field packageManager, when the project is read, then the version is pinned and the hash gone', () => {
  expect(detected({ ...YARN_LOCK, 'package.json': { packageManager: 'yarn@1.22.19+sha512.abc' } }))
    .toEqual(['Yarn Classic 1.22.19', 'package.json: packageManager', 'yarn.lock']);
  expect(detected({ ...LOCK, 'package.json': { packageManager: 'npm@11.6.0' } })).toEqual(['npm 11.6.0', 'package.json: packageManager', 'package-lock.json']);
});

test('given lockfiles of two managers of which one matches, when the project is read, then that one decides, with a warning', () => {
  const read = project({
    'package.json': { dependencies: { ms: '^2.1.0' } },
    'package-lock.json': { lockfileVersion: 3, packages: { '': { dependencies: { ms: '^1.0.0' } } } },
    'yarn.lock': '# yarn lockfile v1\n\nms@^2.1.0:\n  version "2.1.3"\n',
  });
  expect([read.packageManager.name, read.lockfile]).toEqual(['yarn', 'yarn.lock']);
  expect(read.warnings.map(({ id }) => id)).toContain('several-lockfiles');
});

test('given the field and lockfiles of two managers, when the project is read, then the field decides', () => {
  expect(detected({ ...LOCK, ...YARN_LOCK, 'package.json': { packageManager: 'yarn@1.22.19' } })[2]).toBe('yarn.lock');
});

test('given devEngines, when the project is read, then they name the manager', () => {
  const engines = (packageManager: unknown) => ({ ...YARN_LOCK, 'package.json': { devEngines: { packageManager } } });
  expect(detected(engines({ name: 'yarn', version: '^1.22' }))[0]).toBe('Yarn Classic');
  expect(detected(engines([{ name: 'yarn', version: '1.22.10' }]))[0]).toBe('Yarn Classic 1.22.10');
  expect(refusal(engines({ name: 'yarn', version: 'newest' }))).toBe('the version of yarn in package.json: devEngines.packageManager must be a semver range, received "newest"');
});

test('given volta or engines with an exact version, when the project is read, then it pins the version alone', () => {
  const read = project({ ...LOCK, 'package.json': { volta: { npm: '10.9.2', yarn: '1.22.1' }, engines: { npm: '>=10' } } });
  expect(read.packageManager.pinnedVersion).toBe('10.9.2');
  expect(fact(read, 'packageManager')).toMatchObject({ source: 'package-lock.json', reason: 'it is the lockfile of this manager; the version is from package.json: volta.npm' });
  expect(project({ ...YARN_LOCK, 'package.json': { engines: { yarn: '1.22.1' } } }).packageManager.pinnedVersion).toBe('1.22.1');
  expect(project({ ...YARN_LOCK, 'package.json': { engines: { yarn: '>=1.22' } } }).packageManager.pinnedVersion).toBeUndefined();
  expect(project({ ...LOCK, 'package.json': { engines: { npm: '6.14.1' } } }).packageManager.pinnedVersion).toBeUndefined();
  expect(project({ 'package.json': { volta: { yarn: '1.22.1' } } }).packageManager.name).toBe('yarn');
});

test('given the prop, when the project is read, then it goes before everything', () => {
  const content = { ...YARN_LOCK, 'package.json': { packageManager: 'yarn@1.22.19' } };
  expect(project(content, { packageManager: PackageManager.NPM }).lockfile).toBeUndefined();
  expect(project(content, { packageManager: PackageManager.YARN_CLASSIC }).packageManager.pinnedVersion).toBe('1.22.19');
  expect(project(content, { packageManager: PackageManager.YARN_CLASSIC.version('1.22.1') }).packageManager.pinnedVersion).toBe('1.22.1');
  expect(project({ 'pnpm-lock.yaml': '' }, { packageManager: PackageManager.NPM }).packageManager.name).toBe('npm');
});

test.each<[string, Record<string, unknown>, string]>([
  ['two lockfiles', { ...LOCK, ...YARN_LOCK },
    'there are lockfiles of 2 package managers, package-lock.json and yarn.lock: delete all but one, or name the manager in the field packageManager of package.json or the prop packageManager'],
  ['a field against the lockfile', { ...LOCK, 'package.json': { packageManager: 'yarn@1.22.19' } },
    'package.json: packageManager is "yarn@1.22.19", but the lockfile is package-lock.json: change the field, or replace the lockfile'],
  ['Yarn Berry in the field, Yarn 1 in the lockfile', { ...YARN_LOCK, 'package.json': { packageManager: 'yarn@4.1.0' } },
    'package.json: packageManager is "yarn@4.1.0", but the lockfile is yarn.lock: change the field, or replace the lockfile'],
  ['an unknown manager', { 'package.json': { packageManager: 'cnpm@1.0.0' } },
    'package.json: packageManager must be a name and an exact version like "npm@11.6.0", with one of the names npm, yarn, pnpm, bun, received "cnpm@1.0.0"'],
  ['a range in the field', { 'package.json': { packageManager: 'npm@^11' } },
    'package.json: packageManager must be a name and an exact version like "npm@11.6.0", with one of the names npm, yarn, pnpm, bun, received "npm@^11"'],
])('given %s, when the project is read, then the error says what to do', (_, content, expected) => {
  expect(refusal(content)).toBe(expected);
});
