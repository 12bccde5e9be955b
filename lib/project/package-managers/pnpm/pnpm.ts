import * as semver from 'semver';
import { MANAGERS } from '../../dated-facts/dated-facts';
import { InstallContext } from '../../model/install-context';
import { LOCKFILE_SECRETS } from '../../secrets/hard-coded/refuse-hard-coded';
import { PackageManagerDefinition } from '../definition/definition';
import { InstallApart, ScriptsContext } from '../definition/install-apart';
import { onlyWords } from '../definition/only-words';
import { withInstallOptions } from '../definition/with-install-options';
import { NPMRC, npmSettingOf } from '../npm/configuration';
import { PNPM_COMMAND_LINE } from './command-line';
import { injectsPackages, pnpmPackages, pnpmSetting, pnpmVersionsIn, readPnpmConfiguration, PNPM_WORKSPACE } from './configuration';
import { parsePnpmLock } from './lockfile';
import { PNPM_TRACES } from './traces';

const STORE = '/pnpm/store';

const DEFAULT_VERSION = MANAGERS.pnpm.versions[0].version;

/**
 * The scripts of the project itself; versions before 11 run all of them in a production install too.
 */
const LIFECYCLE = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'];

/**
 * pnpm.
 *
 * @see https://pnpm.io/cli/install
 */
export const PNPM: PackageManagerDefinition = {
  name: 'pnpm',
  title: 'pnpm',
  commandLine: PNPM_COMMAND_LINE,
  bashSetting: 'scriptShell: bash in pnpm-workspace.yaml',
  versions: '*',
  versionsOfEngines: '>=7',
  // https://pnpm.io/package_json#engines
  enforcesEngines: () => true,
  knownVersions: MANAGERS.pnpm.versions,
  traces: PNPM_TRACES,
  lockfileNames: PNPM_TRACES.lockfiles,
  lockfileSecrets: () => LOCKFILE_SECRETS,
  settingsFiles: [{ ...NPMRC, runsCode: ['pnpmfile', 'global-pnpmfile', 'config-dependencies'] }, PNPM_WORKSPACE],
  hooks: ['.pnpmfile.cjs', '.pnpmfile.mjs', '.pnpmfile.js', 'pnpmfile.js'],
  cacheMount: { id: 'nodejs-image-pnpm', target: STORE, locked: false },
  // https://pnpm.io/scripts#pnpmdevpreinstall
  installLifecycle: ['pnpm:devPreinstall', ...LIFECYCLE],
  productionLifecycle: LIFECYCLE,
  memberLifecycle: LIFECYCLE,
  implicitScript: { file: 'binding.gyp', name: 'install', command: 'node-gyp rebuild', unless: ['install', 'preinstall'] },
  // https://pnpm.io/cli/install#--frozen-lockfile
  passesOverMissing: true,
  // With file: the directory is copied: https://pnpm.io/cli/link#whats-the-difference-between-pnpm-link-and-using-the-file-protocol
  linkingProtocols: ['link'],
  // Its commands are shell scripts that call node, where other managers make links.
  shellBins: true,
  // From version 11 on it would fetch the version that package.json names, and want that in the lockfile, though it is it;
  // and before it runs a script it would install again where a manifest is not as it was.
  // What a build adds has to come from the store that the install used; versions before 11 read the first name.
  environment: {
    npm_config_store_dir: STORE, pnpm_config_store_dir: STORE, pnpm_config_pm_on_fail: 'ignore', pnpm_config_verify_deps_before_run: 'false',
  },
  // It takes no secrets by variables from the .npmrc of a project, only from that of the user: https://pnpm.io/npmrc
  trustedConfiguration: version => ({ [semver.lt(version ?? DEFAULT_VERSION, '11.0.0') ? 'npm_config_userconfig' : 'pnpm_config_npmrc_auth_file']: '.npmrc' }),
  headersVariable: 'npm_config_nodedir',
  productionTree: ['node_modules/'],
  ownsLockfile: () => true,
  // https://pnpm.io/settings#autoinstallpeers
  installedPeers: (files, version = DEFAULT_VERSION) =>
    (pnpmSetting(files, 'autoInstallPeers') ?? semver.gte(version, '8.0.0')) ? { optional: true, development: false } : undefined,
  ownFile: 'pnpm-workspace.yaml',
  // https://pnpm.io/pnpm-workspace_yaml
  workspaceFile: { file: 'pnpm-workspace.yaml', field: 'packages', excludesLast: true, read: pnpmPackages },
  // https://pnpm.io/settings#sharedworkspacelockfile
  separateLockfiles: root => root.kind('pnpm-workspace.yaml') === 'file' && pnpmSetting(root, 'sharedWorkspaceLockfile') === false,
  // https://pnpm.io/package_json#dependenciesmetainjected
  injected: (files, directories, copied) =>
    copied ? directories.filter(path => copied.includes(path)) : injectsPackages(files, directories) ? directories : [],
  versionsIn: pnpmVersionsIn,
  variantFor: files => pnpmSetting(files, 'enableGlobalVirtualStore') ? withOwnModules() : PNPM,
  // https://pnpm.io/cli/install#--prod--p
  withoutDevelopment: files => npmSettingOf(files, { production: ['true'], prod: ['true'], only: ['production'] }),
  developmentOptions: () => ['--prod=false'],
  provision: (version = DEFAULT_VERSION) => ['npm', 'install', '--global', `pnpm@${version}`],
  install: context => install(context, []),
  installProduction: context => install(context, ['--prod']),
  // pnpm rebuild runs the last of them, and not the others.
  inseparable: ['preprepare', 'postprepare', 'prepublish'],
  apart: installApart,
  run: script => script.startsWith('-') ? ['pnpm', 'run', '--', script] : ['pnpm', 'run', script],
  runIn: (path, script) => ['pnpm', `--dir=${path}`, 'run', ...script.startsWith('-') ? ['--'] : [], script],
  readLockfile: parsePnpmLock,
  readConfiguration: readPnpmConfiguration,
};

/**
 * Modules that are links into a store of the machine would lead out of the image, so they are put into the project.
 *
 * @see https://pnpm.io/settings#enableglobalvirtualstore
 */
function withOwnModules(): PackageManagerDefinition {
  // no variable overrides what the file says
  return withInstallOptions(PNPM, () => ['--config.enable-global-virtual-store=false']);
}

function install(context: InstallContext, options: string[]): string[] {
  return [
    'pnpm', 'install', ...options,
    ...context.lockfile ? ['--frozen-lockfile'] : ['--no-lockfile'],
    // From version 11 on pnpm takes no notice of npm_config_store_dir.
    `--store-dir=${STORE}`,
    ...context.ignoreScripts ? ['--ignore-scripts'] : [],
  ];
}

/** Script that runs before anything else, in the root alone. */
const FIRST = 'pnpm:devPreinstall';

/**
 * A package that has not been built yet is written down in node_modules. What is built is not put back into a store.
 *
 * @see https://pnpm.io/cli/rebuild
 */
function installApart(context: ScriptsContext): InstallApart {
  const { production, ofDependencies, ofMembers, own, strictBuilds } = context;
  const certainly = ofMembers || own.some(name => name !== FIRST);
  const rebuild = ['pnpm', '--recursive', 'rebuild', '--pending', '--config.side-effects-cache=false'];
  return {
    before: own.includes(FIRST) ? [['pnpm', 'run', FIRST]] : [],
    install: { argv: [...install({ ...context, ignoreScripts: true }, production ? ['--prod'] : []), '--package-import-method=copy'] },
    after: context.only ? [
      ...ofDependencies ? [{ program: ['pnpm-builds', ...onlyWords(context)] }] : [],
      // Whose scripts run has been decided: pnpm need not ask, and builds what is of the project.
      ...certainly ? [{ program: ['own', ...rebuild, '--config.strict-dep-builds=false'] }] : [],
    ] : ofDependencies || certainly ? [
      certainly ? { argv: rebuild } : { program: ['if-any', ...rebuild] },
      // Only pnpm 12 says so by itself here.
      ...strictBuilds ? [{ program: ['pnpm'] }] : [],
    ] : [],
  };
}
