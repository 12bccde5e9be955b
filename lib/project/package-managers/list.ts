import { ProjectError } from '../model/project-error';
import { LockfileOwner } from './definition';
import { PackageManager } from './package-manager';

/**
 * Every package manager. The first one is used where nothing tells.
 */
export const PACKAGE_MANAGERS: readonly PackageManager[] = [
  PackageManager.NPM,
  PackageManager.YARN_CLASSIC,
  PackageManager.YARN_BERRY,
  PackageManager.PNPM,
  PackageManager.BUN,
];

/**
 * A package manager and how it is recognised.
 */
export interface KnownManager {
  readonly owner: LockfileOwner;
  readonly manager: PackageManager;
}

/**
 * Every package manager that is recognised.
 */
export const KNOWN_MANAGERS: readonly KnownManager[] = PACKAGE_MANAGERS.map(manager => ({ owner: manager._definition, manager }));

/**
 * The package manager of a name whose versions are these, in one of them where it is given.
 */
export function packageManagerOf(name: string, versions: string, version?: string): PackageManager {
  const manager = PACKAGE_MANAGERS.find(({ _definition: own }) => own.name === name && own.versions === versions);
  if (!manager) {
    throw new ProjectError(`there is no package manager ${JSON.stringify(name)} of the versions ${JSON.stringify(versions)}`);
  }
  return version === undefined ? manager : manager.version(version);
}
