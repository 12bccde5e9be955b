import * as semver from 'semver';
import { ProjectFiles } from '../files/project-files';
import { InstallContext } from '../install-context';
import { own } from '../json/json-shape';
import { readManifest } from '../manifest/manifest';
import { PackageManagerDefinition } from './definition';
import { hasCheckedInCache, readYarnBerryConfiguration, YARN_CACHE, yarnSettings, yarnVersionsIn } from './yarn-berry-configuration';
import { readYarnBerryLock } from './yarn-berry-lock';

const LIFECYCLE = ['preinstall', 'install', 'postinstall'];

/**
 * What Yarn writes that is of this machine alone.
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
  versions: '>=2',
  versionsOfEngines: '>=2',
  knownVersions: ['4.18.1', '4.14.1', '4.13.0', '3.8.7', '3.1.1', '2.4.2'],
  lockfileNames: ['yarn.lock'],
  cacheMount: { id: 'yarn-berry', target: '/root/.yarn/berry', locked: false },
  installLifecycle: LIFECYCLE,
  productionLifecycle: LIFECYCLE,
  memberLifecycle: LIFECYCLE,
  linksDirectories: false,
  environment: { YARN_ENABLE_TELEMETRY: '0' },
  headersVariable: 'npm_config_nodedir',
  productionTree: ['node_modules/'],
  written: [...WRITTEN, YARN_CACHE],
  ownsLockfile: text => text.trim() === '' || /^__metadata:/m.test(text),
  variantFor: files => isPlugNPlay(files) ? plugNPlay(files) : hasCheckedInCache(files) ? { ...YARN_BERRY, written: WRITTEN } : YARN_BERRY,
  versionsIn: yarnVersionsIn,
  // --force replaces the `yarn` command that some base images bring.
  provision: (version = YARN_BERRY.knownVersions![0]) => ['npm', 'install', '--global', '--force', `@yarnpkg/cli-dist@${version}`],
  install: context => ['yarn', 'install', context.lockfile ? '--immutable' : '--no-immutable', ...mode(context)],
  installProduction: (context, version) => focuses(version) ? ['yarn', 'workspaces', 'focus', '--production'] : [...PRUNED_INSTALL, ...mode(context)],
  aroundProduction: version => ({ before: focuses(version) ? [] : [WITHOUT_DEVELOPMENT], after: [] }),
  run: script => script.startsWith('-') ? ['yarn', 'run', '--', script] : ['yarn', 'run', script],
  runIn: (path, script) => ['yarn', '--cwd', path, 'run', ...script.startsWith('-') ? ['--'] : [], script],
  readLockfile: readYarnBerryLock,
  readConfiguration: readYarnBerryConfiguration,
};

/**
 * Yarn with Plug'n'Play: there is no `node_modules`, `.pnp.cjs` tells node where in `.yarn/cache` a package is.
 *
 * @see https://yarnpkg.com/features/pnp
 */
function plugNPlay(files: ProjectFiles): PackageManagerDefinition {
  const settings = yarnSettings(files);
  const modules = own(settings, 'pnpEnableEsmLoader') === true || readManifest(files, '')?.type === 'module';
  const data = own(settings, 'pnpEnableInlining') === false;
  return {
    ...YARN_BERRY,
    title: 'Yarn Berry with Plug\'n\'Play',
    // What is in the global cache is not in the image, so packages are put into the project.
    environment: { ...YARN_BERRY.environment, YARN_ENABLE_GLOBAL_CACHE: 'false' },
    productionTree: ['.pnp.cjs', ...modules ? ['.pnp.loader.mjs'] : [], ...data ? ['.pnp.data.json'] : [], '.yarn/cache/', '.yarn/unplugged/'],
    written: hasCheckedInCache(files) ? WRITTEN : [...WRITTEN, YARN_CACHE],
    nodeOptions: up => [`--require=./${up}.pnp.cjs`, ...modules ? [`--experimental-loader=./${up}.pnp.loader.mjs`] : []],
    runBin: (name, file) => ['--eval',
      `process.argv.splice(1,0,require("pnpapi").resolveToUnqualified(${JSON.stringify(`${name}/${file}`)},process.cwd()+"/"));require("module").runMain()`],
    variantFor: undefined,
    // Focusing leaves in the cache what it does not need; an install takes it out.
    installProduction: context => [...PRUNED_INSTALL, ...mode(context)],
    // Yarn makes the directories only for what lies in them, and COPY wants them.
    aroundProduction: () => ({ before: [WITHOUT_DEVELOPMENT], after: [['mkdir', '-p', '.yarn/cache', '.yarn/unplugged']] }),
  };
}

/**
 * Plug'n'Play is what Yarn does unless it is told otherwise.
 */
function isPlugNPlay(files: ProjectFiles): boolean {
  const linker = own(yarnSettings(files), 'nodeLinker');
  return files.onDisk && (linker === undefined || linker === 'pnp');
}

function focuses(version: string | undefined): boolean {
  return version === undefined || semver.major(version) >= 4;
}

function mode(context: InstallContext): string[] {
  return context.ignoreScripts ? ['--mode=skip-build'] : [];
}
