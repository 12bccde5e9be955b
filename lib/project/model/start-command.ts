/**
 * The port on which an image serves files by itself, unless the variable PORT names another one.
 */
export const STATIC_FILES_PORT = 8080;

/**
 * How an application is started.
 */
export interface StartCommand {
  /**
   * The program and its arguments. Relative paths are relative to the directory of the project.
   */
  readonly argv: string[];

  /**
   * The environment variables that the start script sets, e.g. `NODE_ENV` of `NODE_ENV=production node server.js`.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * True if `argv` is `/bin/sh -c TEXT`, because the script is more than one command that can be run without a shell.
   *
   * @default false
   */
  readonly shell?: boolean;

  /**
   * The name of the script it was read from.
   *
   * @default - it comes from no script
   */
  readonly script?: string;

  /**
   * The JavaScript file that `node` runs, relative to the directory of the project.
   *
   * @default - not known
   */
  readonly entry?: string;

  /**
   * True if it runs or loads a development dependency, so that the production ones alone do not start it.
   *
   * @default false
   */
  readonly developmentDependencies?: boolean;

  /**
   * The programs other than node that it runs and that no dependency brings, so that the base image has to.
   *
   * @default - none
   */
  readonly programs?: string[];

  /**
   * The directory of files for browsers that the image serves by itself, relative to the directory of the project; the
   * command is empty then.
   *
   * @default - the command starts a server, or whatever it is
   */
  readonly staticFiles?: string;

  /**
   * The framework whose server it is, which reads the release files of the project and nothing else of it.
   *
   * @default - it is the project's own
   */
  readonly framework?: string;

  /**
   * A JavaScript file that the build writes for it, relative to the directory of the project.
   *
   * @default - the entry
   */
  readonly builtFile?: string;
}
