import { InstallContext } from '../../model/install-context';

/**
 * Which scripts an install would run.
 */
export interface ScriptsContext extends InstallContext {
  /** True if production dependencies alone are installed. */
  readonly production: boolean;

  /** True if a dependency may have scripts that run. */
  readonly ofDependencies: boolean;

  /** The scripts of the project itself that run, in their order. */
  readonly own: readonly string[];

  /** True if the script `install` of the project is not written down, but what its manager runs where there is machine code. */
  readonly implicit: boolean;

  /** True if packages of the monorepo have scripts that run. */
  readonly ofMembers: boolean;

  /** True if it is an error if a dependency has scripts that nobody has allowed or forbidden. */
  readonly strictBuilds: boolean;

  /** The only dependencies whose scripts are to run, whatever the package manager allows; undefined leaves it to the manager. */
  readonly only?: readonly string[];
}

/**
 * An install in steps: what runs scripts has no cache, and what has the cache runs no scripts.
 */
export interface InstallApart {
  /** Commands that run first. */
  readonly before: readonly string[][];

  /** Command that installs and runs no script. */
  readonly install: InstallCommand;

  /** Commands that run scripts once packages are there. */
  readonly after: readonly InstallCommand[];
}

/**
 * A command of an install, or words for the program that runs the scripts of dependencies.
 */
export type InstallCommand = { readonly argv: readonly string[] } | { readonly program: readonly string[] };
