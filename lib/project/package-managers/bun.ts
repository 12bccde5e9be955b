import * as semver from 'semver';
import { InstallContext } from '../install-context';
import { readBunConfiguration } from './bun-configuration';
import { readBunLock } from './bun-lock';
import { PackageManagerDefinition } from './definition';

const LIFECYCLE = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'];

/**
 * Bun, which installs and runs scripts; the application runs on Node.js unless its start script names Bun.
 *
 * @see https://bun.com/docs/pm/cli/install
 */
export const BUN: PackageManagerDefinition = {
  name: 'bun',
  title: 'Bun',
  versions: '*',
  versionsOfEngines: '>=1',
  knownVersions: ['1.4.5', '1.3.14', '1.2.23', '1.1.45'],
  lockfileNames: ['bun.lock', 'bun.lockb'],
  cacheMount: { id: 'bun', target: '/root/.bun/install/cache', locked: false },
  installLifecycle: LIFECYCLE,
  productionLifecycle: LIFECYCLE,
  memberLifecycle: ['preinstall', 'install', 'postinstall', 'prepare'],
  everyManifest: version => takesPartOfMonorepo(version) ? undefined : { production: true },
  linkingProtocols: ['link'],
  productionTree: ['node_modules/'],
  // Where npm puts it; the command `bun` is a link to this file.
  runtime: { program: 'bun', file: '/usr/local/lib/node_modules/bun/bin/bun.exe' },
  ownsLockfile: () => true,
  // The images of Bun are on Docker Hub alone. From npm it comes with a script that puts the program in its place, which
  // npm 12 runs only where it is allowed to; npm 10 takes no notice of the option.
  provision: (version = BUN.knownVersions![0]) => ['npm', 'install', '--global', '--allow-scripts=bun', `bun@${version}`],
  install: (context, version) => install(context, version, []),
  installProduction: (context, version) => install(context, version, ['--production']),
  run: script => script.startsWith('-') ? ['bun', 'run', '--', script] : ['bun', 'run', script],
  runIn: (path, script) => ['bun', `--cwd=${path}`, 'run', ...script.startsWith('-') ? ['--'] : [], script],
  readLockfile: readBunLock,
  readConfiguration: readBunConfiguration,
};

/**
 * Whether a frozen install does without the packages of a monorepo that are not there. Before, a filter says what it installs.
 *
 * @see https://bun.com/docs/pm/filter
 */
function takesPartOfMonorepo(version: string | undefined): boolean {
  return version === undefined || semver.gte(version, '1.4.0');
}

function install(context: InstallContext, version: string | undefined, options: string[]): string[] {
  const filters = takesPartOfMonorepo(version) ? [] : context.packages ?? [];
  return [
    'bun', 'install', ...options,
    ...context.lockfile ? ['--frozen-lockfile'] : ['--no-save'],
    ...context.ignoreScripts ? ['--ignore-scripts'] : [],
    ...filters.map(({ path, packageName = `./${path}` }) => `--filter=${packageName}`),
  ];
}
