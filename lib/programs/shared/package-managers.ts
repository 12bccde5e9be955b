import { TRACES } from '../../project/package-managers/traces';

/** Commands of package managers. */
export const MANAGERS: ReadonlySet<string> = new Set(TRACES.flatMap(({ programs }) => programs));

/** Directories in `node_modules` in which each package has a directory of its own, and others lead there by links. */
export const STORES: readonly string[] = TRACES.flatMap(({ store }) => store ?? []);

/** Files in `node_modules` in which package managers remember an install. */
export const REMEMBERED: readonly string[] = TRACES.flatMap(({ remembered }) => remembered);

const LOCKFILES: ReadonlySet<string> = new Set(TRACES.flatMap(({ lockfiles }) => lockfiles));
const READ: ReadonlySet<string> = new Set([...LOCKFILES, ...TRACES.flatMap(({ settings }) => settings)]);

/** True if a path is that of a lockfile. */
export function isLockfile(path: string): boolean {
  return LOCKFILES.has(path.slice(path.lastIndexOf('/') + 1));
}

/** True if a name is that of a lockfile, or of a file of settings that package managers read. */
export function isReadByManagers(name: string): boolean {
  return READ.has(name);
}
