import { NodejsVersion } from './nodejs-version';

/**
 * A package of a monorepo that is installed.
 */
export interface InstalledPackage {
  /**
   * The path of its directory, relative to the root; empty for the root itself.
   */
  readonly path: string;

  /**
   * Its name.
   *
   * @default - it has none
   */
  readonly packageName?: string;
}

/**
 * Context of an install for a package manager.
 */
export interface InstallContext {
  /**
   * True if there is a lockfile: the install is then frozen to it.
   */
  readonly lockfile: boolean;

  /**
   * True if no install script may run, neither the project's own nor its dependencies'.
   *
   * @default false
   */
  readonly ignoreScripts?: boolean;

  /**
   * The Node.js line it runs on, whose own npm is used when no version of npm is pinned.
   *
   * @default - a line whose npm is version 7 or newer
   */
  readonly nodeVersion?: NodejsVersion;

  /**
   * The packages of a monorepo that are installed with what they need.
   *
   * @default - all that are there
   */
  readonly packages?: InstalledPackage[];
}
