import { PackageManager } from '../package-manager';
import { LockfileOwner } from './definition';
import { NOT_SUPPORTED_YET } from './not-supported-yet';

/**
 * Every package manager. The first one is used where nothing tells.
 */
export const PACKAGE_MANAGERS: readonly PackageManager[] = [
  PackageManager.NPM,
  PackageManager.YARN_CLASSIC,
  PackageManager.PNPM,
];

/**
 * A package manager that a project may use, supported or not.
 */
export interface KnownManager {
  readonly owner: LockfileOwner;
  readonly manager?: PackageManager;
}

/**
 * Every package manager that is recognised.
 */
export const KNOWN_MANAGERS: readonly KnownManager[] = [
  ...PACKAGE_MANAGERS.map(manager => ({ owner: manager._definition, manager })),
  ...NOT_SUPPORTED_YET.map(owner => ({ owner })),
];
