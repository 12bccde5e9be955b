/**
 * Which files an install script reads.
 */
export enum InstallScriptNeeds {
  /** Nothing but the files in `NodejsProject.manifestFiles`. */
  MANIFESTS = 'manifests',

  /** Any source file: the sources have to be there before installing. */
  SOURCES = 'sources',
}

/**
 * A script of the project itself that installing its dependencies runs.
 *
 * @see https://docs.npmjs.com/cli/v11/using-npm/scripts#life-cycle-operation-order
 */
export interface InstallScript {
  /**
   * The name of the script, e.g. `postinstall`.
   */
  readonly name: string;

  /**
   * The text of the script.
   */
  readonly command: string;

  /**
   * Which files it reads.
   */
  readonly needs: InstallScriptNeeds;

  /**
   * True if production dependencies alone need it too.
   *
   * False for scripts whose tools are development dependencies (husky, a compiler): run after a
   * production install, they fail.
   */
  readonly production: boolean;

  /**
   * How `needs` and `production` were decided.
   */
  readonly reason: string;

  /**
   * The path of the package of a monorepo that it is a script of, relative to the root.
   *
   * @default - it is a script of the root, or of a project that is no monorepo
   */
  readonly packagePath?: string;
}
