import * as semver from 'semver';
import { MANAGERS } from '../../dated-facts/dated-facts';
import { InstallContext } from '../../model/install-context';
import { BUN_RUNTIME } from '../../model/runtime';
import { JSON_LOCKFILE_SECRETS, LOCKFILE_SECRETS } from '../../secrets/hard-coded/refuse-hard-coded';
import { PackageManagerDefinition } from '../definition/definition';
import { InstallApart, ScriptsContext } from '../definition/install-apart';
import { onlyWords } from '../definition/only-words';
import { BUN_COMMAND_LINE } from './command-line';
import { bunWithoutDevelopment, readBunConfiguration, BUNFIG } from './configuration';
import { parseBunLock } from './lockfile';
import { BUN_TRACES } from './traces';

const LIFECYCLE = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'];

/**
 * Bun, which installs and runs scripts; the application runs on Node.js unless its start script names Bun.
 *
 * @see https://bun.com/docs/pm/cli/install
 */
export const BUN: PackageManagerDefinition = {
  name: 'bun',
  title: 'Bun',
  commandLine: BUN_COMMAND_LINE,
  versions: '*',
  versionsOfEngines: '>=1',
  knownVersions: MANAGERS.bun.versions,
  versionFile: BUN_RUNTIME.versionFile,
  traces: BUN_TRACES,
  lockfileNames: BUN_TRACES.lockfiles,
  lockfileSecrets: name => name === 'bun.lock' ? JSON_LOCKFILE_SECRETS : LOCKFILE_SECRETS,
  settingsFiles: [BUNFIG],
  cacheMount: { id: 'nodejs-image-bun', target: '/root/.bun/install/cache', locked: false },
  installLifecycle: LIFECYCLE,
  productionLifecycle: LIFECYCLE,
  memberLifecycle: ['preinstall', 'install', 'postinstall', 'prepare'],
  needsAllManifests: version => takesPartOfMonorepo(version) ? undefined : { production: true },
  linkingProtocols: ['link'],
  headersVariable: 'npm_config_nodedir',
  productionTree: ['node_modules/'],
  ownsLockfile: () => true,
  // https://bun.com/docs/runtime/bunfig#install-peer
  installedPeers: files => /^\s*peer\s*=\s*false/m.test(files.text('bunfig.toml') ?? '') ? undefined : { optional: false, development: true },
  provision: (version = BUN_RUNTIME.knownVersions[0]) => BUN_RUNTIME.provision(version),
  install: (context, version) => install(context, version, []),
  installProduction: (context, version) => install(context, version, ['--production']),
  apart: installApart,
  run: script => script.startsWith('-') ? ['bun', 'run', '--', script] : ['bun', 'run', script],
  runIn: (path, script) => ['bun', `--cwd=${path}`, 'run', ...script.startsWith('-') ? ['--'] : [], script],
  readLockfile: parseBunLock,
  withoutDevelopment: bunWithoutDevelopment,
  readConfiguration: readBunConfiguration,
};

/**
 * True if a frozen install does without the packages of a monorepo that are not there. Before, a filter says what it installs.
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

/**
 * Bun runs no script of a dependency that is there already, but those of the project and its packages.
 */
function installApart(context: ScriptsContext, version: string | undefined): InstallApart {
  const { production, ofDependencies, ofMembers, own } = context;
  const options = production ? ['--production'] : [];
  return {
    before: [],
    install: { argv: [...install({ ...context, ignoreScripts: true }, version, options), '--backend=copyfile'] },
    after: [
      ...ofDependencies ? [{ program: ['bun', ...onlyWords(context)] }] : [],
      ...ofMembers || own.length > 0 ? [{ argv: install(context, version, options) }] : [],
    ],
  };
}
