import { CacheMount } from '../cache-mount';
import { ProjectFiles } from '../files/project-files';
import { Findings } from '../findings';
import { InstallContext } from '../install-context';
import { Manifest } from '../manifest/manifest';
import { NativeModules } from '../native-modules';

/**
 * Everything that differs between package managers. One file defines one of them.
 */
export interface PackageManagerDefinition extends LockfileOwner {
  /** The versions that `engines` may pin; older ones there are a habit, and do not run on the Node.js lines of today. */
  readonly versionsOfEngines: string;

  /** The directory it keeps downloads in. */
  readonly cacheMount: CacheMount;

  /** The scripts of the project that an install runs, in this order. */
  readonly installLifecycle: readonly string[];

  /** Those of them that an install of the production dependencies alone runs too. */
  readonly productionLifecycle: readonly string[];

  /** The scripts of the packages of a monorepo that an install at its root runs. */
  readonly memberLifecycle: readonly string[];

  /** A file that makes it run a script which `package.json` does not have, unless that has one of `unless`. */
  readonly implicitScript?: { readonly file: string; readonly name: string; readonly command: string; readonly unless: readonly string[] };

  /** Whether it links directories that are dependencies, instead of copying them. */
  readonly linksDirectories: boolean;

  /** The argv that installs the manager itself, undefined if the one in the base image will do. */
  provision(version: string | undefined): string[] | undefined;

  /** The argv that installs every dependency. */
  install(context: InstallContext, version: string | undefined): string[];

  /** The argv that installs production dependencies alone. */
  installProduction(context: InstallContext, version: string | undefined): string[];

  /** The argv that runs a script. Any name is data, also one with a leading dash. */
  run(script: string): string[];

  /** The argv that runs a script of a package, from the root of its monorepo. Both are data. */
  runIn(path: string, script: string): string[];

  /** Reads a lockfile. Throws a ProjectError if it is not one. */
  readLockfile(text: string, path: string): LockfileReading;

  /** Reads the configuration files in a directory. Throws a ProjectError if they hold a secret. */
  readConfiguration(files: ProjectFiles, directory: string, findings: Findings): Configuration;
}

/**
 * How a package manager is recognised, also one that is not supported.
 */
export interface LockfileOwner {
  /** Its name in the `packageManager` field. */
  readonly name: string;

  /** The name people know it by. */
  readonly title: string;

  /** The versions it is, for managers of the same name that are entirely different. */
  readonly versions: string;

  /** Its lockfiles; where there are several, the first one is the one it reads. */
  readonly lockfileNames: readonly string[];

  /** Whether a lockfile of one of these names is its own. */
  ownsLockfile(text: string): boolean;
}

/**
 * What a lockfile says.
 */
export interface LockfileReading {
  /** The format and its version, for people. */
  readonly format: string;

  readonly nativeModules: NativeModules;

  /** How `nativeModules` was decided. */
  readonly nativeReason: string;

  /** The commands that production dependencies bring, by name; undefined where the format does not record them. */
  readonly bins?: ReadonlyMap<string, LockedBin>;

  /** Those that are installed in the directory of one package of a monorepo. */
  binsIn?(path: string): ReadonlyMap<string, LockedBin>;

  /** The dependencies that `package.json` declares and the lockfile does not hold. */
  missing(manifest: Manifest): string[];
}

/**
 * A command that a dependency brings.
 */
export interface LockedBin {
  /** The name of the package. */
  readonly package: string;
  /** The file it runs, relative to the project. */
  readonly file: string;
}

/**
 * What the configuration files of a package manager say.
 */
export interface Configuration {
  /** Every file that an install reads because of them, and they themselves. */
  readonly files: readonly string[];

  /** The environment variables that they refer to. */
  readonly variables: readonly string[];

  /** Whether no install script runs. */
  readonly ignoresScripts: boolean;
}
