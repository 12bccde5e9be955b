import { createHash } from 'crypto';
import * as semver from 'semver';
import { MANAGERS } from '../../dated-facts/dated-facts';
import { ProjectFiles } from '../../files/project-files';
import { readManifest } from '../../manifest/manifest';
import { InstallContext, InstalledPackage } from '../../model/install-context';
import { LOCKFILE_SECRETS } from '../../secrets/hard-coded/refuse-hard-coded';
import { ownProperty } from '../../text/json/json-shape';
import { PackageManagerDefinition } from '../definition/definition';
import { InstallApart, InstallCommand, ScriptsContext } from '../definition/install-apart';
import { onlyWords } from '../definition/only-words';
import { YARN_COMMAND_LINE } from '../yarn-classic/command-line';
import { hasCheckedInCache, readYarnBerryConfiguration, YARN_CACHE, yarnSettings, yarnVersionsIn, YARNRC_YML } from './configuration';
import { parseYarnBerryLock } from './lockfile';
import { YARN_BERRY_TRACES } from './traces';

const LIFECYCLE = ['preinstall', 'install', 'postinstall'];

/**
 * Paths that Yarn writes that are of this machine alone.
 */
const WRITTEN = ['.yarn/unplugged', '.yarn/install-state.gz', '.yarn/build-state.yml', '.pnp.*'];

/**
 * Production dependencies without the plugin that `yarn workspaces focus` needs before version 4: what else there is, is
 * taken out of the manifest. The install keeps to what the lockfile says of the rest.
 */
const WITHOUT_DEVELOPMENT = ['npm', 'pkg', 'delete', 'devDependencies'];
const PRUNED_INSTALL = ['yarn', 'install', '--no-immutable'];

/**
 * Yarn 2 and newer, with its node-modules or pnpm linker.
 *
 * @see https://yarnpkg.com/cli/install
 */
export const YARN_BERRY: PackageManagerDefinition = {
  name: 'yarn',
  title: 'Yarn Berry',
  commandLine: YARN_COMMAND_LINE,
  versions: '>=2',
  versionsOfEngines: '>=2',
  knownVersions: MANAGERS.yarnBerry.versions,
  traces: YARN_BERRY_TRACES,
  lockfileNames: YARN_BERRY_TRACES.lockfiles,
  lockfileSecrets: () => LOCKFILE_SECRETS,
  settingsFiles: [YARNRC_YML],
  cacheMount: { id: 'nodejs-image-yarn-berry', target: '/root/.yarn/berry', locked: false },
  installLifecycle: LIFECYCLE,
  productionLifecycle: LIFECYCLE,
  memberLifecycle: LIFECYCLE,
  // The lockfile holds all packages, and it is to stay as it is.
  needsAllManifests: version => ({ production: focuses(version) }),
  linkingProtocols: ['link', 'portal'],
  environment: { YARN_ENABLE_TELEMETRY: '0' },
  headersVariable: 'npm_config_nodedir',
  // https://yarnpkg.com/configuration/yarnrc
  wantsVariables: true,
  productionTree: ['node_modules/'],
  written: [...WRITTEN, YARN_CACHE],
  ownsLockfile: text => text.trim() === '' || /^__metadata:/m.test(text),
  variantFor: files => isPlugNPlay(files) ? plugNPlay(files) : withStore(files, hasCheckedInCache(files) ? withCheckedInCache() : YARN_BERRY),
  ownFile: '.yarnrc.yml',
  versionsIn: yarnVersionsIn,
  // --force replaces the `yarn` command that some base images bring.
  provision: (version = MANAGERS.yarnBerry.versions[0].version) => ['npm', 'install', '--global', '--force', `@yarnpkg/cli-dist@${version}`],
  install: context => ['yarn', 'install', context.lockfile ? '--immutable' : '--no-immutable', ...mode(context)],
  installProduction: (context, version) => focuses(version) ? focus(context) : [...PRUNED_INSTALL, ...mode(context)],
  apart: (context, version) => installApart(context, focuses(version), true),
  aroundProduction: (context, version) => ({ before: focuses(version) ? [] : withoutDevelopment(context), after: [] }),
  run: script => script.startsWith('-') ? ['yarn', 'run', '--', script] : ['yarn', 'run', script],
  // Before version 4 --cwd takes no relative path.
  runIn: (path, script, packageName) => ['yarn', 'workspace', nameOf({ path, packageName }), 'run', ...script.startsWith('-') ? ['--'] : [], script],
  readLockfile: parseYarnBerryLock,
  readConfiguration: readYarnBerryConfiguration,
};

/**
 * Yarn with Plug'n'Play: there is no `node_modules`, `.pnp.cjs` tells node where in `.yarn/cache` a package is.
 *
 * @see https://yarnpkg.com/features/pnp
 */
function plugNPlay(files: ProjectFiles): PackageManagerDefinition {
  const settings = yarnSettings(files);
  const modules = ownProperty(settings, 'pnpEnableEsmLoader') === true || readManifest(files, '')?.type === 'module';
  const data = ownProperty(settings, 'pnpEnableInlining') === false;
  const checkedIn = hasCheckedInCache(files);
  // Focusing leaves in the cache what is checked in there; an install takes it out.
  const focusesMember = (version: string | undefined) => focuses(version) && !checkedIn;
  return {
    ...YARN_BERRY,
    title: 'Yarn Berry with Plug\'n\'Play',
    // What is in the global cache is not in the image, so packages are put into the project.
    environment: { ...YARN_BERRY.environment, YARN_ENABLE_GLOBAL_CACHE: 'false' },
    productionTree: ['.pnp.cjs', ...modules ? ['.pnp.loader.mjs'] : [], ...data ? ['.pnp.data.json'] : [], '.yarn/cache/', '.yarn/unplugged/'],
    written: checkedIn ? WRITTEN : [...WRITTEN, YARN_CACHE],
    nodeOptions: up => [`--require=${up || './'}.pnp.cjs`, ...modules ? [`--experimental-loader=${up || './'}.pnp.loader.mjs`] : []],
    runBin: (name, file) => ['--eval',
      `process.argv.splice(1,0,require("pnpapi").resolveToUnqualified(${JSON.stringify(`${name}/${file}`)},process.cwd()+"/"));require("module").runMain()`],
    variantFor: undefined,
    needsAllManifests: version => ({ production: focusesMember(version) }),
    installProduction: (context, version) => context.packages && focusesMember(version) ? focus(context) : [...PRUNED_INSTALL, ...mode(context)],
    apart: (context, version) => installApart(context, context.packages !== undefined && focusesMember(version), false, true),
    // Yarn makes the directories only for what lies in them, and COPY wants them.
    aroundProduction: context => ({ before: withoutDevelopment(context), after: [['mkdir', '-p', '.yarn/cache', '.yarn/unplugged']] }),
  };
}

/**
 * Packages that are checked in stay where they are.
 */
function withCheckedInCache(): PackageManagerDefinition {
  return { ...YARN_BERRY, written: WRITTEN, apart: (context, version) => installApart(context, focuses(version), false) };
}

/**
 * Some settings have Yarn link files out of a store beside its cache, which a cache mount would put into another file system.
 *
 * @see https://yarnpkg.com/configuration/yarnrc#nodeLinker
 */
function withStore(files: ProjectFiles, definition: PackageManagerDefinition): PackageManagerDefinition {
  const settings = yarnSettings(files);
  const links = ownProperty(settings, 'nodeLinker') === 'pnpm' || ownProperty(settings, 'nmMode') === 'hardlinks-global';
  return links ? { ...definition, cacheMount: { id: 'nodejs-image-yarn-berry-cache', target: '/root/.yarn/berry/cache', locked: false } } : definition;
}

/**
 * Plug'n'Play is what Yarn does unless it is told otherwise.
 */
function isPlugNPlay(files: ProjectFiles): boolean {
  const linker = ownProperty(yarnSettings(files), 'nodeLinker');
  return files.onDisk && (linker === undefined || linker === 'pnp');
}

function focuses(version: string | undefined): boolean {
  return version === undefined || semver.major(version) >= 4;
}

/**
 * @see https://yarnpkg.com/cli/workspaces/focus
 */
function focus({ packages = [] }: InstallContext): string[] {
  return ['yarn', 'workspaces', 'focus', ...packages.map(nameOf), '--production'];
}

/**
 * In a monorepo every package has development dependencies of its own, which are taken out together.
 */
function withoutDevelopment(context: InstallContext): string[][] {
  return context.packages ? [] : [WITHOUT_DEVELOPMENT];
}

/**
 * The name of a package; where it has none, the one that Yarn gives it.
 *
 * @see https://github.com/yarnpkg/berry/blob/master/packages/yarnpkg-core/sources/Workspace.ts
 */
function nameOf({ path, packageName }: InstalledPackage): string {
  const directory = path === '' ? 'root-workspace' : path.slice(path.lastIndexOf('/') + 1);
  return packageName ?? `${directory}-${createHash('sha512').update(path || '.').digest('hex').slice(0, 6)}`;
}

/** Where packages lie for the install that runs scripts, in a step that has no cache. */
const PACKAGES = '/yarn/cache';

/**
 * The same install again builds what has not been built. It takes packages from where the first one has put them: into the
 * project with Plug'n'Play, elsewhere otherwise.
 */
function installApart(context: ScriptsContext, focusing: boolean, elsewhere: boolean, unplugs = false): InstallApart {
  const { production, ofDependencies } = context;
  const certainly = context.ofMembers || context.own.length > 0;
  const again = ofDependencies || certainly;
  const cache = elsewhere && again ? ['env', 'YARN_ENABLE_GLOBAL_CACHE=false', `YARN_CACHE_FOLDER=${PACKAGES}`] : [];
  const command = production && focusing ? focus(context)
    : production ? PRUNED_INSTALL : ['yarn', 'install', context.lockfile ? '--immutable' : '--no-immutable'];
  const install: InstallCommand = production && focusing
    ? { program: ['without', ...cache, ...command] }
    : { argv: [...cache, ...command, '--mode=skip-build'] };
  // What has scripts is unpacked only where it may run them.
  const certain = certainly || (unplugs && production && focusing);
  const second = [...cache, ...command];
  if (context.only) {
    // What a manifest says of scripts is in the lockfile, too: the first install has held it against that already.
    const mutable = second.map(word => word === '--immutable' ? '--no-immutable' : word);
    return { before: [], install, after: again ? [{ program: ['yarn-builds', ...onlyWords(context), ...mutable] }] : [] };
  }
  return { before: [], install, after: !again ? [] : certain ? [{ argv: second }] : [{ program: ['if-any', ...second] }] };
}

function mode(context: InstallContext): string[] {
  return context.ignoreScripts ? ['--mode=skip-build'] : [];
}
