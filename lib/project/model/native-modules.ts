/**
 * True if installing the dependencies may compile machine code, which takes a compiler in the build image.
 */
export enum NativeModules {
  /** No dependency is compiled: those with machine code bring binaries, and none comes from git or from a directory. */
  NONE = 'none',

  /** At least one dependency is compiled or may be, has an install script that is not known, or comes from git or from a directory. */
  PRESENT = 'present',

  /** There is no lockfile that can be read. */
  UNKNOWN = 'unknown',
}
