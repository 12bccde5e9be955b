import { ProjectFiles } from '../files/project-files';
import { declaredDependencies, Manifest } from '../manifest/manifest';
import { Findings } from '../model/findings';
import { LockfileReading } from '../package-managers/definition/definition';
import { findLockfiles, hasSeparateLockfiles, ownLockfile, readLockfile } from '../package-managers/lockfile';
import { PackageManager } from '../package-managers/package-manager';
import { PackageLocation } from './package-location';

/**
 * The lockfiles that an install reads.
 */
export interface InstalledLockfiles {
  /** The one that locks the dependencies of the package. */
  readonly own?: string;
  /** Every one, also those of other packages. */
  readonly files: readonly string[];
  /** Reading of all of them, taken together. */
  readonly reading?: LockfileReading;
}

/**
 * A manifest, and the lockfile that is to lock what it declares.
 */
interface Locked {
  readonly manifest: Manifest;
  readonly lockfile: string | undefined;
  readonly reading: LockfileReading | undefined;
}

/**
 * The lockfiles at the top of where dependencies are installed; where there are none, and each package has one of its own,
 * that of the package.
 */
export function lockfilesAt({ install, monorepo }: PackageLocation): string[] {
  const found = findLockfiles(install.files);
  return found.length > 0 || !monorepo || !hasSeparateLockfiles(install.files) ? found : findLockfiles(install.files, monorepo.located.path);
}

/**
 * Reads the lockfiles that an install reads, and warns of what they lack of the manifests that are installed.
 *
 * @param found those that are there
 * @param given the one that a prop names
 */
export function lockfilesOf(
  location: PackageLocation, manager: PackageManager, found: readonly string[], given: string | undefined, findings: Findings,
): InstalledLockfiles {
  const { install, monorepo } = location;
  const manifests = [install.manifest, ...monorepo?.closure.members ?? []];
  const separate = given === undefined && monorepo !== undefined && manager._definition.separateLockfiles?.(install.files) === true;
  const shared = given ?? ownLockfile(manager, install.files, found);
  const read = (lockfile: string | undefined) => lockfile === undefined ? undefined : readLockfile(manager, install.files, lockfile);
  const locked = manifests.map((manifest): Locked => {
    const lockfile = separate ? lockfileIn(install.files, manager, manifest.directory) : shared;
    return { manifest, lockfile, reading: read(lockfile) };
  });
  locked.forEach(each => warnOfGap(each, location, manager, separate, findings));
  if (!separate) return { own: shared, files: shared === undefined ? [] : [shared], reading: read(shared) };
  const readings = locked.flatMap(({ reading }) => reading ?? []);
  return {
    own: locked[locked.length - 1].lockfile,
    files: locked.flatMap(({ lockfile }) => lockfile ?? []),
    reading: readings.length === 0 ? undefined : together(readings),
  };
}

function lockfileIn(files: ProjectFiles, manager: PackageManager, directory: string): string | undefined {
  return manager.lockfileNames.map(name => directory === '' ? name : `${directory}/${name}`).find(path => files.kind(path) === 'file');
}

/**
 * Reading of the lockfiles of packages that are installed each for itself.
 */
function together(readings: readonly LockfileReading[]): LockfileReading {
  const [first] = readings;
  return {
    format: first.format,
    versions: first.versions,
    packages: readings.flatMap(({ packages }) => packages ?? []),
    copied: readings.flatMap(({ copied }) => copied ?? []),
    missing: first.missing,
  };
}

function warnOfGap(
  { manifest, lockfile, reading }: Locked, { monorepo }: PackageLocation, manager: PackageManager, separate: boolean, findings: Findings,
) {
  const [name] = manager.lockfileNames;
  const path = manifest.directory === '' ? 'package.json' : `${manifest.directory}/package.json`;
  // A lockfile of one package alone names it by no path.
  const asked = separate ? { ...manifest, directory: '' } : manifest;
  const isMember = (dependency: string) => monorepo?.located.members.named(dependency) !== undefined;
  const declared = Object.keys(declaredDependencies(manifest));
  const missing = (lockfile !== undefined ? reading?.missing(asked) ?? [] : separate ? declared : []).filter(dependency => !isMember(dependency));
  if (missing.length === 0) return;
  const shown = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ` and ${missing.length - 5} more` : '');
  findings.warn('lockfile-out-of-date', lockfile === undefined
    ? `there is no ${name} beside ${path} (${shown}), and the packages share none, so a frozen install fails: install again and commit the lockfile`
    : `${lockfile} does not match ${path} (${shown}), so a frozen install fails: install again and commit the lockfile`);
}
