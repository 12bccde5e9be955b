import { InstallScript } from './model/install-script';
import { InstallScripts } from './model/install-scripts';
import { NativeModules } from './model/native-modules';
import { NodejsVersion } from './model/nodejs-version';
import { RootEntry } from './model/root-entry';
import { StartCommand } from './model/start-command';
import { PackageManager } from './package-managers/package-manager';

/**
 * Overrides of what is read from a project.
 */
export interface NodejsProjectOptions {
  /**
   * The package manager.
   *
   * @default - read from the project: the `packageManager` field, `devEngines`, the lockfile, `volta`; else npm
   */
  readonly packageManager?: PackageManager;

  /**
   * The version of Node.js.
   *
   * @default - read from the project: `.nvmrc`, `.node-version`, `.tool-versions`, files of mise and proto, `useNodeVersion` of pnpm,
   * `volta`, `devEngines`, `engines`; else Node.js 24
   */
  readonly nodeVersion?: NodejsVersion;

  /**
   * The name of the script that builds. An empty string means that nothing is to be built.
   *
   * @default - `build`, if there is a script of that name
   */
  readonly buildScript?: string;

  /**
   * The directories the build writes, relative to the project.
   *
   * @default - read from the compiler's configuration, the build script, the start command, `.gitignore`
   */
  readonly buildOutput?: string[];

  /**
   * The name of the script that tests. An empty string means that there is none.
   *
   * @default - `test`, if there is a script of that name that is not the placeholder of `npm init`
   */
  readonly testScript?: string;

  /**
   * True if the tests read what the build wrote.
   *
   * @default - guessed from the text of the script
   */
  readonly testNeedsBuild?: boolean;

  /**
   * How the application is started.
   *
   * @default - read from the start script, `main`, or a file with a common name
   */
  readonly startCommand?: StartCommand;

  /**
   * Further files that installing reads, relative to the project, in a monorepo to its root.
   *
   * @default - none but those that were found
   */
  readonly manifestFiles?: string[];

  /**
   * The scripts of the project that installing runs.
   *
   * @default - read from the scripts
   */
  readonly installScripts?: InstallScript[];

  /**
   * The dependencies whose install scripts run.
   *
   * @default InstallScripts.asConfigured()
   */
  readonly dependencyScripts?: InstallScripts;

  /**
   * True if installing may compile machine code, which takes a compiler in the build image.
   *
   * @default - read from the lockfile
   */
  readonly nativeModules?: NativeModules;

  /**
   * The port the application listens on.
   *
   * @default - read from the start script, the framework, or the source of what is started, if one of them says so
   */
  readonly port?: number;
}

/**
 * How a directory is read, and overrides of what is read.
 */
export interface NodejsDirectoryOptions extends NodejsProjectOptions {
  /**
   * The root of the monorepo that the directory is a package of; a relative one is relative to the working directory.
   * The directory itself means that it stands alone.
   *
   * @default - the nearest directory above whose workspaces name this one; without one it stands alone
   */
  readonly projectRoot?: string;

  /**
   * Further files and directories of the monorepo that the build or the tests read, relative to its root. Where the
   * directory stands alone there are none.
   *
   * @default - the files at the top of the root, no directory but those of the packages that this one needs
   */
  readonly rootFiles?: string[];

  /**
   * Files and directories that enter an image though they look like secrets, or git ignores them: paths relative to the
   * directory, each with the reason.
   *
   * @default - none
   */
  readonly allow?: { [path: string]: string };
}

/**
 * A project described by props alone, e.g. because it is not on disk at synthesis.
 */
export interface NodejsProjectProps extends NodejsProjectOptions {
  /**
   * Where the project is or will be. Nothing is read from it.
   *
   * @default '.'
   */
  readonly directory?: string;

  /**
   * The name of the package.
   *
   * @default - none
   */
  readonly packageName?: string;

  /**
   * The version of the package.
   *
   * @default - none
   */
  readonly packageVersion?: string;

  /**
   * The path of the lockfile, relative to the project.
   *
   * @default - there is none
   */
  readonly lockfile?: string;

  /**
   * The scripts of the package.
   *
   * @default - none
   */
  readonly scripts?: { [name: string]: string };

  /**
   * The names of the packages that a production install brings.
   *
   * @default - none
   */
  readonly productionDependencies?: string[];

  /**
   * Directories with a `package.json` of their own that an install script or the build installs.
   *
   * @default - none
   */
  readonly nestedPackages?: string[];

  /**
   * The entries at the top of the project.
   *
   * @default - none
   */
  readonly rootEntries?: RootEntry[];
}
