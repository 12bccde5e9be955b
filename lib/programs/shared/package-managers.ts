import { TRACES } from '../../project/package-managers/traces';

/** Commands of package managers. */
export const MANAGERS: ReadonlySet<string> = new Set(TRACES.flatMap(({ programs }) => programs));

/** Directories in `node_modules` in which each package has a directory of its own, and others lead there by links. */
export const STORES: readonly string[] = TRACES.flatMap(({ store }) => store ?? []);

/** The same in a pattern. */
export const STORE = STORES.map(name => name.replace('.', '\\.')).join('|');

/** Files in `node_modules` in which package managers remember an install. */
export const REMEMBERED: readonly string[] = TRACES.flatMap(({ remembered }) => remembered);
