/**
 * How dependencies are installed, as far as the cache is concerned that other projects use, too.
 */
export interface Installation {
  /** The name of the cache: whoever installs with it runs the same code with it, or none. Undefined where there is no cache. */
  readonly cacheId?: string;

  /** Why scripts cannot run apart from the install, so that there is no cache; undefined where they can, and do. */
  readonly together?: string;

  /** True if a dependency may have scripts that run. */
  readonly ofDependencies: boolean;

  /** True if packages of the monorepo may have scripts that run. */
  readonly ofMembers: boolean;

  /** True if it is an error if a dependency has scripts that nobody has allowed or forbidden. */
  readonly strictBuilds: boolean;

  /** The only dependencies whose scripts are to run, whatever the package manager allows; undefined leaves it to the manager. */
  readonly only?: readonly string[];

  /** The scripts of the project itself that run, in their order. */
  readonly own: readonly string[];

  /** True if the script `install` of the project is not written down. */
  readonly implicit: boolean;
}
