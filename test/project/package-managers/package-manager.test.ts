import { isManagerSetting } from '../../../lib/programs/shared/file-kinds';
import { NodejsVersion, PackageManager } from '../../../lib/project';
import { DEFINITIONS } from '../../../lib/project/package-managers/definitions';
import { TRACES } from '../../../lib/project/package-managers/traces';
import { messageOf } from '../project-directory';

const FROZEN = { lockfile: true };
const LOOSE = { lockfile: false };

describe('npm', () => {
  const npm = PackageManager.NPM;

  test('given a lockfile, when it installs, then it is frozen to it', () => {
    expect(npm.install(FROZEN)).toEqual(['npm', 'ci', '--no-audit', '--no-fund']);
    expect(npm.installProduction(FROZEN)).toEqual(['npm', 'ci', '--omit=dev', '--no-audit', '--no-fund']);
    expect(npm.installProduction({ ...FROZEN, ignoreScripts: true })).toEqual(['npm', 'ci', '--omit=dev', '--no-audit', '--no-fund', '--ignore-scripts']);
  });

  test('given no lockfile, when it installs, then it resolves versions', () => {
    expect(npm.install(LOOSE)).toEqual(['npm', 'install', '--no-audit', '--no-fund']);
    expect(npm.installProduction(LOOSE)).toEqual(['npm', 'install', '--omit=dev', '--no-audit', '--no-fund']);
  });

  test('given a version that does not know --omit, when it installs for production, then it is told in its own words', () => {
    expect(npm.version('6.14.18').installProduction(FROZEN)).toContain('--production');
    expect(npm.installProduction({ ...FROZEN, nodeVersion: NodejsVersion.of('14') })).toContain('--production');
    expect(npm.version('10.9.2').installProduction({ ...FROZEN, nodeVersion: NodejsVersion.of('14') })).toContain('--omit=dev');
    expect(npm.installProduction({ ...FROZEN, nodeVersion: NodejsVersion.of('30') })).toContain('--omit=dev');
  });

  test('given a version or none, when it is provided, then only a version needs to be installed', () => {
    expect(npm.provision()).toBeUndefined();
    expect(npm.version('11.6.0').provision()).toEqual(['npm', 'install', '--global', 'npm@11.6.0']);
  });

  test('given names of scripts, when they are run, then any of them is data', () => {
    expect(npm.run('lint')).toEqual(['npm', 'run', 'lint']);
    expect(npm.run('build:a b')).toEqual(['npm', 'run', 'build:a b']);
    expect(npm.run('--version')).toEqual(['npm', 'run', '--', '--version']);
    expect(messageOf(() => npm.run(''))).toBe('the name of a script must not be empty, received ""');
  });

  test('given the cache, when asked, then it may be shared', () => {
    expect(npm.cacheMount).toEqual({ id: 'nodejs-image-npm', target: '/root/.npm', locked: false });
    expect(npm.name).toBe('npm');
    expect(npm.lockfileNames).toEqual(['npm-shrinkwrap.json', 'package-lock.json']);
  });
});

describe('Yarn 1', () => {
  const yarn = PackageManager.YARN_CLASSIC;

  test('given a lockfile, when it installs, then it is frozen to it', () => {
    const rest = ['--frozen-lockfile', '--non-interactive', '--cache-folder=/root/.cache/yarn'];
    expect(yarn.install(FROZEN)).toEqual(['yarn', 'install', ...rest]);
    expect(yarn.installProduction(FROZEN)).toEqual(['yarn', 'install', '--production', ...rest]);
    expect(yarn.install({ ...FROZEN, ignoreScripts: true })).toEqual(['yarn', 'install', ...rest, '--ignore-scripts']);
  });

  test('given no lockfile, when it installs, then it writes none', () => {
    expect(yarn.install(LOOSE)).toEqual(['yarn', 'install', '--no-lockfile', '--non-interactive', '--cache-folder=/root/.cache/yarn']);
  });

  test('given a version or none, when it is provided, then it is installed by version', () => {
    expect(yarn.provision()).toEqual(['npm', 'install', '--global', '--force', 'yarn@1.22.22']);
    expect(yarn.version('1.22.19+sha1.4ba7fc5').provision()).toEqual(['npm', 'install', '--global', '--force', 'yarn@1.22.19']);
    expect(yarn.version('1.22.19').pinnedVersion).toBe('1.22.19');
    expect(yarn.pinnedVersion).toBeUndefined();
  });

  test('given names of scripts, when they are run, then any of them is data', () => {
    expect(yarn.run('lint')).toEqual(['yarn', 'run', 'lint']);
    expect(yarn.run('-x')).toEqual(['yarn', 'run', '--', '-x']);
  });

  test('given the cache, when asked, then it is locked', () => {
    expect(yarn.cacheMount).toEqual({ id: 'nodejs-image-yarn', target: '/root/.cache/yarn', locked: true });
  });
});

test.each(['^1', '1', 'latest', '', '1.22.22; ls'])('given %j as a version, when it is pinned, then it is refused', version => {
  expect(messageOf(() => PackageManager.YARN_CLASSIC.version(version))).toBe(`the version of yarn must be exact, like "1.22.22", received ${JSON.stringify(version)}`);
});

test('given a version of Yarn Berry, when Yarn 1 is pinned to it, then it is refused', () => {
  expect(messageOf(() => PackageManager.YARN_CLASSIC.version('4.5.0'))).toBe('yarn 4.5.0 is not Yarn Classic, which is yarn <2');
});

test('programs in images know every package manager by the traces that it names', () => {
  expect(TRACES).toEqual(DEFINITIONS.map(({ traces }) => traces));
  for (const { lockfileNames, commandLine, settingsFiles, traces } of DEFINITIONS) {
    expect(traces).toMatchObject({ lockfiles: lockfileNames, programs: commandLine.programs });
    expect(settingsFiles.filter(({ names: [name] }) => !isManagerSetting(name))).toEqual([]);
  }
});
