import { ProjectFiles } from '../files/project-files';
import { Manifest } from '../manifest/manifest';
import { Findings, listed } from '../model/findings';
import { LockfileReading } from '../package-managers/definition/definition';
import { PackageManager } from '../package-managers/package-manager';
import { InstalledLockfiles } from './installed-lockfiles';

/**
 * Questions for finding out which packages of a monorepo are installed as copies.
 */
export interface InjectedPackageReader {
  readonly files: ProjectFiles;
  /** The files of where dependencies are installed. */
  readonly root: ProjectFiles;
  readonly packageManager: PackageManager;
  readonly lockfiles: InstalledLockfiles;
  /** The packages of the monorepo that are installed. */
  readonly siblings: readonly Manifest[];
  readonly findings: Findings;
}

/**
 * Decides which packages of the monorepo dependencies are copies of, and not links to.
 */
export function detectInjectedPackages({ files, root, packageManager, lockfiles, siblings, findings }: InjectedPackageReader): string[] {
  const { own: lockfile, reading } = lockfiles;
  const found = [...packageManager._definition.injected?.(root, siblings.map(({ directory }) => directory), reading?.copied) ?? []];
  findings.decide('injectedPackages', listed(found), lockfile ?? files.manifestSource('dependenciesMeta'), found.length > 0
    ? 'dependencies are copies of them, which are renewed after they are built' : 'every dependency on a package of the monorepo is a link');
  return found;
}

/**
 * The lockfile without such copies: a package of the monorepo is read itself, whether it is linked or copied.
 */
export function withoutCopies(
  reading: LockfileReading | undefined, siblings: readonly Manifest[], injected: readonly string[],
): LockfileReading | undefined {
  const isCopy = (name: string) => siblings.some(member => member.name === name && injected.includes(member.directory));
  return reading && { ...reading, packages: reading.packages?.filter(({ name }) => !isCopy(name)) };
}
