/**
 * The directory a package manager keeps downloads in between installs.
 */
export interface CacheMount {
  /**
   * The name of the cache, shared by every project that uses the same package manager and runs no code while packages are
   * fetched. One with code that runs then, such as a release of Yarn that is checked in, has another name.
   */
  readonly id: string;

  /**
   * The absolute path of the directory.
   */
  readonly target: string;

  /**
   * True if two installs must not use it at the same time.
   */
  readonly locked: boolean;
}
