import { PackageManager } from '../package-manager';
import { LockfileOwner } from './definition';

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
