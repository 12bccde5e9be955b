/**
 * Entry of a lockfile for one dependency, as far as it matters for what installing it runs.
 */
export interface LockedPackage {
  readonly name: string;

  /** Its version, undefined where it has none. */
  readonly version?: string;

  /** The names of its own dependencies, the optional ones too. */
  readonly dependencies: readonly string[];

  /** True if it has an install script; undefined where the lockfile does not record that. */
  readonly installScript?: boolean;

  /** True if it comes from git or from a directory, so that installing it may build it. */
  readonly source: boolean;
}

/**
 * True if a package that names operating systems is for Linux, too.
 *
 * @param systems names, with `!` before those it is not for
 */
export function isForLinux(systems: unknown): boolean {
  const names = (Array.isArray(systems) ? systems : systems === undefined ? [] : [systems]).map(String);
  return !names.includes('!linux') && (names.includes('linux') || names.every(name => name.startsWith('!') || name === 'none'));
}
