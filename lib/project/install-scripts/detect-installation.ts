import { createHash } from 'crypto';
import { filesIn } from '../files/files-in';
import { ProjectFiles } from '../files/project-files';
import { Manifest, scriptOf } from '../manifest/manifest';
import { Findings } from '../model/findings';
import { Installation } from '../model/installation';
import { LockedPackage } from '../model/locked-package';
import { ProjectError } from '../model/project-error';
import { Configuration } from '../package-managers/definition/definition';
import { DEFINITIONS } from '../package-managers/definitions';
import { PackageManager } from '../package-managers/package-manager';
import { settingsIn } from '../text/settings/language';

/** Context for deciding on the cache of an install. */
export interface InstallationContext {
  readonly files: ProjectFiles;
  readonly manifest: Manifest;
  readonly manager: PackageManager;
  readonly configuration: Configuration;
  readonly lockfile: string | undefined;
  /** Packages that are installed by the lockfile, if that can be told. */
  readonly packages: readonly LockedPackage[] | undefined;
  readonly ofMembers: boolean;
}

/** Files of the project that package managers run, and settings that make them run code. */
const HOOKS = DEFINITIONS.flatMap(({ hooks = [] }) => hooks);
const SETTINGS = DEFINITIONS.flatMap(({ settingsFiles }) => settingsFiles)
  .map(({ names: [name], secrets: { language }, runsCode }) => ({ name, language, runsCode }));

/** A package that is checked out is built by its own scripts while it is fetched; with exec: a script of the project makes it. */
const GIT = /\bgit\+(ssh|https?|file):|\bgit:\/\/|\bgit@|\b(github|gitlab|bitbucket|gist):[\w.-]+\/|\bexec:|\.git(#|$|["'\s])|codeload\.github\.com|gitHosted: true|#commit=/m;

/** Decides whether scripts can run apart from the install, and whose the cache is. */
export function detectInstallation(context: InstallationContext, findings: Findings): Installation {
  const { files, manifest, manager, configuration, packages, ofMembers } = context;
  const { implicitScript, installLifecycle, inseparable = [] } = manager._definition;
  const ignored = configuration.ignoresScripts;
  const implicit = !ignored && implicitScript !== undefined && files.kind(implicitScript.file) === 'file'
    && !implicitScript.unless.some(name => scriptOf(manifest, name) !== undefined);
  const own = ignored ? [] : installLifecycle.filter(name => scriptOf(manifest, name) !== undefined || (implicit && name === implicitScript.name));

  const together = whyTogether(context, inseparable.find(name => !ignored && scriptOf(manifest, name) !== undefined));
  if (together && configuration.chosen) {
    throw new ProjectError(`installScripts says whose scripts run, and here they cannot be kept apart: ${together.reason} (${together.source}); `
      + 'mend that, or leave "installScripts" out');
  }
  const code = codeOf(files);
  const { title } = manager._definition;
  const cacheId = together ? undefined : `${manager.cacheMount.id}${code ? `-${hashOf(files, configuration.files)}` : ''}`;
  findings.decide('installCache', cacheId ?? '', together?.source ?? code ?? 'default', together
    ? `${together.reason}: code runs while packages are fetched, which no other project may get anything from`
    : code ? `${code} makes ${title} run code while it installs, and the cache is for those that run the very same`
      : 'what installs with it runs no script, so that it is for all projects');
  return {
    cacheId,
    together: together?.reason,
    ofDependencies: configuration.chosen ? configuration.builds!.length > 0 : !ignored && mayRunScripts(configuration, packages),
    ofMembers: !ignored && ofMembers,
    strictBuilds: !ignored && configuration.strictBuilds === true,
    ...configuration.chosen ? { only: configuration.builds } : {},
    own,
    implicit,
  };
}

function mayRunScripts({ builds, strictBuilds }: Configuration, packages: readonly LockedPackage[] | undefined): boolean {
  if (packages === undefined || packages.some(({ source }) => source)) return true;
  if (builds !== undefined && builds.length === 0 && !strictBuilds) return false;
  return packages.some(({ installScript }) => installScript !== false);
}

/** Why scripts cannot run apart; undefined if they can. */
function whyTogether(
  { files, manager, lockfile }: InstallationContext,
  inseparable: string | undefined,
): { readonly reason: string; readonly source: string } | undefined {
  const { title } = manager._definition;
  if (lockfile === undefined) return { reason: 'without a lockfile it is not known what installing runs', source: 'default' };
  if (GIT.test(files.text(lockfile) ?? '')) return { reason: `${title} runs scripts of a dependency from git while it fetches it`, source: lockfile };
  return inseparable === undefined ? undefined : { reason: `${title} runs the script ${inseparable} while it installs`, source: files.manifestSource('scripts') };
}

/** The file that makes an install run code of the project; undefined if none does. */
function codeOf(files: ProjectFiles): string | undefined {
  return HOOKS.find(path => files.kind(path) === 'file')
    ?? SETTINGS.find(({ name, language, runsCode }) => files.kind(name) === 'file'
      && settingsIn(files.text(name) ?? '', language).some(({ keys }) => keys.some(key => runsCode.includes(key))))?.name;
}

/** Files that an install reads and does not run: patches, and packages that are checked in. */
const DATA = /(^|\/)\.yarn\/(cache|patches)\/|\.(patch|diff|tgz|zip|gz|pem|crt)$/;

/** A hash of the contents of files that an install runs, and of the settings that say so. */
function hashOf(files: ProjectFiles, paths: readonly string[]): string {
  const hash = createHash('sha256');
  const all = paths.flatMap(path => !path.endsWith('/') ? [path] : DATA.test(path) ? [] : filesIn(files, path.slice(0, -1)));
  for (const path of [...new Set(all)].filter(name => !DATA.test(name) && files.kind(name) === 'file').sort()) {
    const text = files.text(path) ?? '';
    hash.update(`${path}\0${Buffer.byteLength(text)}\0${text}`);
  }
  return hash.digest('hex').slice(0, 16);
}
