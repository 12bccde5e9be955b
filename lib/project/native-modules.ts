/**
 * Whether installing the dependencies may compile or download machine code.
 */
export enum NativeModules {
  /** No dependency has an install script, and none comes from git or from a directory. */
  NONE = 'none',

  /** At least one dependency has an install script, or comes from git or from a directory. */
  PRESENT = 'present',

  /** There is no lockfile, or its format does not record install scripts. */
  UNKNOWN = 'unknown',
}
