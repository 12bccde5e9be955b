import * as semver from 'semver';
import { ProjectError } from '../model/project-error';
import { LockfileOwner } from './definition/definition';
import { DEFINITIONS } from './definitions';
import { PackageManager } from './package-manager';

/**
 * Every package manager. The first one is used where nothing tells.
 */
export const PACKAGE_MANAGERS: readonly PackageManager[] = DEFINITIONS.map(definition => PackageManager._of(definition));

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
 * The package manager of a name that is of a version, or the first of this name; undefined if there is none.
 */
export function knownManager(name: string, version: string | undefined): KnownManager | undefined {
  return KNOWN_MANAGERS.find(({ owner }) => owner.name === name
    && (version === undefined || semver.satisfies(version, owner.versions, { includePrerelease: true })));
}

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
