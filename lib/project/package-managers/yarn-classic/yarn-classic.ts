import { MANAGERS } from '../../dated-facts/dated-facts';
import { InstallContext } from '../../model/install-context';
import { LOCKFILE_SECRETS } from '../../secrets/hard-coded/refuse-hard-coded';
import { PackageManagerDefinition } from '../definition/definition';
import { eachOnce } from '../definition/each-once';
import { InstallApart, ScriptsContext } from '../definition/install-apart';
import { onlyWords } from '../definition/only-words';
import { npmSettingOf } from '../npm/configuration';
import { YARN_COMMAND_LINE } from './command-line';
import { readYarnConfiguration, YARNRC, yarnSetting } from './configuration';
import { parseYarnLock } from './lockfile';
import { YARN_CLASSIC_TRACES } from './traces';

const DEFAULT_VERSION = MANAGERS.yarnClassic.versions[0].version;

const CACHE = '/root/.cache/yarn';

/**
 * Settings of `.yarnrc` by which installs are ones of production.
 */
const PRODUCTION = ['production', '--install.production', '--production'];

/**
 * Yarn 1.
 *
 * @see https://classic.yarnpkg.com/lang/en/docs/cli/install/
 */
export const YARN_CLASSIC: PackageManagerDefinition = {
  name: 'yarn',
  title: 'Yarn Classic',
  commandLine: YARN_COMMAND_LINE,
  bashSetting: 'script-shell "bash" in .yarnrc',
  versions: '<2',
  versionsOfEngines: '<2',
  knownVersions: MANAGERS.yarnClassic.versions,
  bundledVersion: () => DEFAULT_VERSION,
  traces: YARN_CLASSIC_TRACES,
  lockfileNames: YARN_CLASSIC_TRACES.lockfiles,
  // Two installs of Yarn 1 that write to one cache at the same time break it.
  // https://classic.yarnpkg.com/lang/en/docs/cli/#toc-concurrency-and-mutex
  lockfileSecrets: () => LOCKFILE_SECRETS,
  settingsFiles: [YARNRC],
  cacheMount: { id: 'nodejs-image-yarn', target: CACHE, locked: true },
  installLifecycle: ['preinstall', 'install', 'postinstall', 'prepublish', 'prepare'],
  // https://github.com/yarnpkg/yarn/blob/v1.22.22/src/cli/commands/install.js (`wrapLifecycle`)
  productionLifecycle: ['preinstall', 'install', 'postinstall'],
  // https://github.com/yarnpkg/yarn/blob/v1.22.22/src/package-install-scripts.js
  // https://classic.yarnpkg.com/en/docs/package-json#toc-engines
  enforcesEngines: () => true,
  memberLifecycle: ['preinstall', 'install', 'postinstall'],
  linkingProtocols: ['link'],
  headersVariable: 'npm_config_nodedir',
  productionTree: ['node_modules/'],
  // https://github.com/yarnpkg/yarn/blob/v1.22.22/src/util/env-replace.js
  wantsVariables: true,
  ownsLockfile: text => !/^__metadata:/m.test(text),
  // --force replaces the `yarn` command that some base images bring.
  provision: (version = DEFAULT_VERSION) => ['npm', 'install', '--global', '--force', `yarn@${version}`],
  install: context => install(context, []),
  installProduction: context => install(context, ['--production']),
  apart: installApart,
  run: script => script.startsWith('-') ? ['yarn', 'run', '--', script] : ['yarn', 'run', script],
  // Unlike `yarn workspace NAME` this needs neither a name nor a version.
  runIn: (path, script) => ['yarn', '--cwd', path, 'run', ...script.startsWith('-') ? ['--'] : [], script],
  // https://classic.yarnpkg.com/en/docs/cli/install#toc-yarn-install-production-true-false
  withoutDevelopment: files => npmSettingOf(files, { production: ['true'] }) ?? PRODUCTION.find(name => yarnSetting(files, name) === 'true'),
  developmentOptions: () => ['--production=false'],
  readLockfile: parseYarnLock,
  readConfiguration: readYarnConfiguration,
};

function install(context: InstallContext, options: string[]): string[] {
  return [
    'yarn', 'install', ...options,
    ...context.lockfile ? ['--frozen-lockfile'] : ['--no-lockfile'],
    '--non-interactive',
    `--cache-folder=${CACHE}`,
    ...context.ignoreScripts ? ['--ignore-scripts'] : [],
  ];
}

/**
 * @see https://github.com/yarnpkg/yarn/blob/v1.22.22/src/cli/commands/install.js
 */
function installApart(context: ScriptsContext): InstallApart {
  const { production, ofDependencies, ofMembers, own, implicit } = context;
  const run = (name: string) => [...production ? ['env', 'NODE_ENV=production'] : [], 'yarn', 'run', name];
  const early = own.includes('preinstall');
  const { before, after } = eachOnce(own, early);
  return {
    before: before.map(run),
    install: { argv: install({ ...context, ignoreScripts: true }, production ? ['--production'] : []) },
    after: [
      ...ofDependencies || ofMembers ? [{ program: ['yarn', ...onlyWords(context)] }] : [],
      ...after.includes('install') && implicit ? [{ argv: ['npm', 'pkg', 'set', 'scripts.install=node-gyp rebuild'] }] : [],
      ...early && after.includes('install') ? [{ argv: ['npm', 'pkg', 'delete', 'scripts.preinstall'] }] : [],
      ...after.map(name => ({ argv: run(name) })),
    ],
  };
}
