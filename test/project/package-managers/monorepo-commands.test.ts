import { InstalledPackage, PackageManager } from '../../../lib/project';
import { messageOf } from '../project-directory';

const ROOT: InstalledPackage = { path: '', packageName: 'root' };
const API: InstalledPackage = { path: 'services/api', packageName: '@quay/api' };
const context = (...packages: InstalledPackage[]) => ({ lockfile: true, packages });

test.each<[PackageManager, string[]]>([
  [PackageManager.NPM, ['npm', 'run', '--workspace=services/api', 'build']],
  [PackageManager.YARN_CLASSIC, ['yarn', '--cwd', 'services/api', 'run', 'build']],
  [PackageManager.YARN_BERRY, ['yarn', 'workspace', '@quay/api', 'run', 'build']],
  [PackageManager.PNPM, ['pnpm', '--dir=services/api', 'run', 'build']],
  [PackageManager.BUN, ['bun', '--cwd=services/api', 'run', 'build']],
])('given $title, when a script of a package is run, then it runs in that package', (manager, argv) => {
  expect(manager.runIn('services/api', 'build', '@quay/api')).toEqual(argv);
  expect(manager.runIn('services/api', '-x', '@quay/api').slice(-2)).toEqual(['--', '-x']);
  expect(messageOf(() => manager.runIn('-x', 'build'))).toBe('the path of a package must be relative to the root of its monorepo, received "-x"');
  expect(messageOf(() => manager.runIn('a', ' '))).toBe('the name of a script must not be empty, received " "');
});

// Yarn names them so itself: `yarn workspaces list` shows no name, and takes these.
test('given a package without a name, when Yarn Berry runs a script in it, then it is called as Yarn does', () => {
  expect(PackageManager.YARN_BERRY.runIn('services/api', 'build')[2]).toMatch(/^api-[0-9a-f]{6}$/);
  expect(PackageManager.YARN_BERRY.version('4.18.1').installProduction(context({ path: '' }, API))).toEqual(['yarn', 'workspaces', 'focus', 'root-workspace-0b6124', '@quay/api', '--production']);
});

describe('an install of a package of a monorepo', () => {
  test.each<[string, PackageManager, string[], string[]]>([
    ['Yarn 4', PackageManager.YARN_BERRY.version('4.18.1'), ['yarn', 'install', '--immutable'], ['yarn', 'workspaces', 'focus', 'root', '@quay/api', '--production']],
    ['Yarn 3', PackageManager.YARN_BERRY.version('3.8.7'), ['yarn', 'install', '--immutable'], ['yarn', 'install', '--no-immutable']],
    ['Bun 1.4', PackageManager.BUN.version('1.4.5'), ['bun', 'install', '--frozen-lockfile'], ['bun', 'install', '--production', '--frozen-lockfile']],
    ['Bun 1.3', PackageManager.BUN.version('1.3.14'), ['bun', 'install', '--frozen-lockfile', '--filter=root', '--filter=@quay/api'],
      ['bun', 'install', '--production', '--frozen-lockfile', '--filter=root', '--filter=@quay/api']],
    ['pnpm', PackageManager.PNPM.version('10.34.9'), ['pnpm', 'install', '--frozen-lockfile', '--store-dir=/pnpm/store'], ['pnpm', 'install', '--prod', '--frozen-lockfile', '--store-dir=/pnpm/store']],
    ['npm', PackageManager.NPM, ['npm', 'ci', '--no-audit', '--no-fund'], ['npm', 'ci', '--omit=dev', '--no-audit', '--no-fund']],
  ])('%s', (_, manager, all, production) => {
    expect(manager.install(context(ROOT, API))).toEqual(all);
    expect(manager.installProduction(context(ROOT, API))).toEqual(production);
  });

  test('Bun 1.3, of packages without names', () => {
    expect(PackageManager.BUN.version('1.3.14').install(context({ path: 'services/api' })).pop()).toBe('--filter=./services/api');
  });
});
