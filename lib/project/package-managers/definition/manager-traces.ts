/**
 * Names by which programs in images know a package manager. They are data alone: a program is bundled with all that it imports.
 */
export interface ManagerTraces {
  /** Commands that it brings. */
  readonly programs: readonly string[];

  /** Its lockfiles; where there are several, the first one is the one it reads. */
  readonly lockfiles: readonly string[];

  /** Files with settings that it reads, and with code that it runs. */
  readonly settings: readonly string[];

  /** Directory in `node_modules` in which each package has a directory of its own, and others lead there by links. */
  readonly store?: string;

  /** Files in `node_modules` in which it remembers an install. */
  readonly remembered: readonly string[];
}
