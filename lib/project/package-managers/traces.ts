import { BUN_TRACES } from './bun/traces';
import { ManagerTraces } from './definition/manager-traces';
import { NPM_TRACES } from './npm/traces';
import { PNPM_TRACES } from './pnpm/traces';
import { YARN_BERRY_TRACES } from './yarn-berry/traces';
import { YARN_CLASSIC_TRACES } from './yarn-classic/traces';

/**
 * Traces of every package manager, for programs in images and for what judges files by their names.
 */
export const TRACES: readonly ManagerTraces[] = [NPM_TRACES, YARN_CLASSIC_TRACES, YARN_BERRY_TRACES, PNPM_TRACES, BUN_TRACES];

const LOCKFILES: ReadonlySet<string> = new Set(TRACES.flatMap(({ lockfiles }) => lockfiles));
const SETTINGS: ReadonlySet<string> = new Set(TRACES.flatMap(({ settings }) => settings));

/**
 * True if a path is that of a lockfile.
 */
export function isLockfile(path: string): boolean {
  return LOCKFILES.has(nameOf(path));
}

/**
 * True if a path is that of a file that an install reads by its name: a lockfile, settings, hooks.
 */
export function isReadByInstall(path: string): boolean {
  return isLockfile(path) || SETTINGS.has(nameOf(path));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
