import * as semver from 'semver';
import { MANAGERS } from '../../dated-facts/dated-facts';
import { NODE_LINES } from '../../dated-facts/node-lines';
import { InstallContext } from '../../model/install-context';
import { JSON_LOCKFILE_SECRETS } from '../../secrets/hard-coded/refuse-hard-coded';
import { PackageManagerDefinition } from '../definition/definition';
import { eachOnce } from '../definition/each-once';
import { InstallApart, ScriptsContext } from '../definition/install-apart';
import { onlyWords } from '../definition/only-words';
import { NPM_COMMAND_LINE } from './command-line';
import { npmSetting, npmSettingOf, readOwnNpmConfiguration, NPMRC } from './configuration';
import { parsePackageLock } from './lockfile';
import { NPM_TRACES } from './traces';

/**
 * Options of every install: an audit and an appeal for funds have no place in a build log.
 */
const QUIET = ['--no-audit', '--no-fund'];

/**
 * @see https://docs.npmjs.com/cli/v11/using-npm/scripts#life-cycle-operation-order
 */
const LIFECYCLE = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];

/**
 * npm.
 */
export const NPM: PackageManagerDefinition = {
  name: 'npm',
  title: 'npm',
  commandLine: NPM_COMMAND_LINE,
  bashSetting: 'script-shell=bash in .npmrc',
  versions: '*',
  versionsOfEngines: '>=7',
  knownVersions: MANAGERS.npm.versions,
  bundledVersion: ({ line, version }) => version === String(line) ? bundledIn(line) : undefined,
  // https://docs.npmjs.com/cli/v11/using-npm/config#engine-strict
  enforcesEngines: files => npmSetting(files, 'engine-strict') === 'true',
  traces: NPM_TRACES,
  lockfileNames: NPM_TRACES.lockfiles,
  lockfileSecrets: () => JSON_LOCKFILE_SECRETS,
  settingsFiles: [NPMRC],
  cacheMount: { id: 'nodejs-image-npm', target: '/root/.npm', locked: false },
  installLifecycle: LIFECYCLE,
  // npm runs the scripts of the project itself whatever is omitted.
  productionLifecycle: LIFECYCLE,
  // https://github.com/npm/cli/blob/v11.6.0/workspaces/arborist/lib/arborist/rebuild.js
  memberLifecycle: ['preinstall', 'install', 'postinstall', 'prepare'],
  // https://docs.npmjs.com/cli/v11/using-npm/scripts#npm-install
  implicitScript: { file: 'binding.gyp', name: 'install', command: 'node-gyp rebuild', unless: ['install', 'preinstall'] },
  linkingProtocols: ['file', 'link'],
  // npm_config_nodedir does it, too, and makes npm warn in every command.
  headersVariable: 'npm_package_config_node_gyp_nodedir',
  productionTree: ['node_modules/'],
  ownsLockfile: () => true,
  // https://docs.npmjs.com/cli/v11/configuring-npm/package-json#peerdependencies
  installedPeers: (files, version, nodeLine) =>
    majorOf(version, nodeLine) < 7 || npmSetting(files, 'legacy-peer-deps') === 'true' ? undefined : { optional: false, development: false },
  provision: version => version === undefined ? undefined : ['npm', 'install', '--global', `npm@${version}`],
  install: context => ['npm', ...verb(context), ...QUIET, ...scripts(context)],
  installProduction: (context, version) => ['npm', ...verb(context), omitDevelopment(context, version), ...QUIET, ...scripts(context)],
  apart: installApart,
  // Behind `--` every word is a name, also one that looks like an option.
  run: script => script.startsWith('-') ? ['npm', 'run', '--', script] : ['npm', 'run', script],
  runIn: (path, script) => ['npm', 'run', `--workspace=${path}`, ...script.startsWith('-') ? ['--'] : [], script],
  withoutDevelopment: files => npmSettingOf(files, { omit: ['dev'], production: ['true'], only: ['prod', 'production'] }),
  developmentOptions: (version, line) => [majorOf(version, line) < 7 ? '--production=false' : '--include=dev'],
  readLockfile: parsePackageLock,
  readConfiguration: readOwnNpmConfiguration,
};

function verb(context: InstallContext): string[] {
  return [context.lockfile ? 'ci' : 'install'];
}

/**
 * The scripts of the project run by name, those of dependencies by `npm rebuild`, which has to be told which: by itself it
 * runs those of the project among them, and ends at the first dependency that fails, though it may be missing.
 *
 * @see https://github.com/npm/cli/blob/v11.6.0/lib/commands/ci.js
 */
function installApart(context: ScriptsContext, version: string | undefined): InstallApart {
  const { production, ofDependencies, ofMembers, own } = context;
  const options = production ? [omitDevelopment(context, version)] : [];
  const run = (name: string) => ['npm', 'run', ...options, name];
  const major = majorOf(version, context.nodeVersion?.line);
  const early = (major < 7 || major >= 12) && own.includes('preinstall');
  const { before, after } = eachOnce(own, early);
  return {
    before: before.map(run),
    install: { argv: ['npm', ...verb(context), ...options, ...QUIET, '--ignore-scripts'] },
    after: [
      ...ofDependencies || ofMembers ? [{ program: ['npm', ...onlyWords(context), ...allowed(context, major), ...options] }] : [],
      // What is not there runs by its name all the same where there is machine code.
      ...after.includes('install') && context.implicit ? [{ argv: ['npm', 'pkg', 'set', 'scripts.install=node-gyp rebuild'] }] : [],
      ...early && after.includes('install') ? [{ argv: ['npm', 'pkg', 'delete', 'scripts.preinstall'] }] : [],
      ...after.map(name => ({ argv: run(name) })),
    ],
  };
}

/**
 * Options by which npm runs the scripts of those that it is told to build, though its settings forbid it.
 */
function allowed({ only }: ScriptsContext, major: number): string[] {
  if (!only?.length) return [];
  return ['--ignore-scripts=false', ...major >= 12 ? ['--dangerously-allow-all-scripts'] : []];
}

function scripts(context: InstallContext): string[] {
  return context.ignoreScripts ? ['--ignore-scripts'] : [];
}

/**
 * npm knows `--omit` from version 7 on, and takes no notice of options it does not know.
 */
function omitDevelopment(context: InstallContext, version: string | undefined): string {
  return majorOf(version, context.nodeVersion?.line) < 7 ? '--production' : '--omit=dev';
}

function majorOf(version: string | undefined, nodeLine: number | undefined): number {
  return semver.major(version ?? bundledIn(nodeLine) ?? '7.0.0');
}

function bundledIn(nodeLine: number | undefined): string | undefined {
  return NODE_LINES.find(({ line }) => line === nodeLine)?.npmVersion;
}
