import { ManagerVersion } from '../../dated-facts/dated-facts';
import { ProjectFiles } from '../../files/project-files';
import { InstalledPeers } from '../../manifest/installed-peers';
import { Manifest } from '../../manifest/manifest';
import { CacheMount } from '../../model/cache-mount';
import { Findings } from '../../model/findings';
import { InstallContext } from '../../model/install-context';
import { LockedPackage } from '../../model/locked-package';
import { NodejsVersion } from '../../model/nodejs-version';
import { SecretFile } from '../../secrets/hard-coded/refuse-hard-coded';
import { CommandLine } from './command-line';
import { InstallApart, ScriptsContext } from './install-apart';
import { ManagerTraces } from './manager-traces';
import { SettingsFile } from './settings-file';

/**
 * Everything that differs between package managers. One object defines one of them.
 */
export interface PackageManagerDefinition extends LockfileOwner {
  /** Its command line, in the scripts of projects. */
  readonly commandLine: CommandLine;

  /** How it is told to run scripts by bash, and where; undefined where it cannot be. */
  readonly bashSetting?: string;

  /** Names by which programs in images know it. */
  readonly traces: ManagerTraces;

  /** The versions that `engines` may pin; older ones there are a habit, and do not run on the Node.js lines of today. */
  readonly versionsOfEngines: string;

  /** The directory it keeps downloads in. */
  readonly cacheMount: CacheMount;

  /** Files with its settings, beside those that it shares with one that names them. */
  readonly settingsFiles: readonly SettingsFile[];

  /** Files of the project that it runs while it resolves and fetches. */
  readonly hooks?: readonly string[];

  /** The scripts of the project that an install runs, in this order. */
  readonly installLifecycle: readonly string[];

  /** Those of them that an install of the production dependencies alone runs too. */
  readonly productionLifecycle: readonly string[];

  /** The scripts of the packages of a monorepo that an install at its root runs. */
  readonly memberLifecycle: readonly string[];

  /** Scripts of the project that it runs while it installs, and cannot be told to run, or not to run, apart from that. */
  readonly inseparable?: readonly string[];

  /** A file that makes it run a script which `package.json` does not have, unless that has one of `unless`. */
  readonly implicitScript?: { readonly file: string; readonly name: string; readonly command: string; readonly unless: readonly string[] };

  /** True if an install that is frozen does without packages that are not there, but not without their names in manifests. */
  readonly passesOverMissing?: boolean;

  /** The protocols, as `link` in `link:lib`, whose directories it links instead of copying them. */
  readonly linkingProtocols: readonly string[];

  /** True if the commands of dependencies are shell scripts in `node_modules/.bin`, and not links to what node runs. */
  readonly shellBins?: boolean;

  /** The file in which a project states its version. */
  readonly versionFile?: string;

  /** Exact versions to choose from where the project pins none, the best one first, each with the Node.js it runs on. */
  readonly knownVersions: readonly ManagerVersion[];

  /** Paths of production dependencies once they are installed: files, and directories with a slash at the end. */
  readonly productionTree: readonly string[];

  /** Paths that installing writes beside `node_modules`: what there is of it on this machine never enters an image. */
  readonly written?: readonly string[];

  /** The variables that it needs while an image is built. */
  readonly environment?: { readonly [name: string]: string };

  /** The variable by which node-gyp, run by it, learns where the headers of Node.js are. */
  readonly headersVariable: string;

  /** True if every command of it ends where a variable is not set that its configuration refers to, also one that runs a script. */
  readonly wantsVariables?: boolean;

  /** A file that no other manager reads, so that it tells which one it is where there is no lockfile. */
  readonly ownFile?: string;

  /** The file in which the root of a monorepo names its packages, where it does not read `workspaces` of `package.json`. */
  readonly workspaceFile?: WorkspaceFile;

  /** True if installing fails on a Node.js, or with another version of it, that `engines` of the project does not allow. */
  enforcesEngines?(files: ProjectFiles): boolean;

  /** The version that the base image brings; undefined if that is not known, or it brings none. */
  bundledVersion?(node: NodejsVersion): string | undefined;

  /**
   * True if an install that is frozen to the lockfile wants the manifest of every package of a monorepo, and not only of
   * those that one of them needs; and whether that of production dependencies does, too.
   */
  needsAllManifests?(version: string | undefined): { readonly production: boolean } | undefined;

  /** The variables by which an install takes notice of secrets that its configuration refers to. */
  trustedConfiguration?(version: string | undefined): { readonly [name: string]: string };

  /** The options that node needs to find dependencies, in a directory from which this path leads to the project. */
  nodeOptions?(up: string): string[];

  /** The words behind node that run a command of a dependency, which is this file of this package; undefined where it lies in `node_modules`. */
  runBin?(name: string, file: string): string[];

  /** Which peer dependencies of the project itself it installs; undefined if none. */
  installedPeers?(files: ProjectFiles, version: string | undefined, nodeLine: number): InstalledPeers | undefined;

  /** True if every package of a monorepo has a lockfile of its own, by what the root says. */
  separateLockfiles?(root: ProjectFiles): boolean;

  /**
   * The packages of a monorepo, of those in these directories, that are installed as copies and not as links. `copied` is
   * what the lockfile says, where there is one.
   */
  injected?(files: ProjectFiles, directories: readonly string[], copied: readonly string[] | undefined): readonly string[];

  /**
   * The setting of a project, as it is written, by which every install leaves out development dependencies; undefined if there is
   * none. A build and gates need them.
   */
  withoutDevelopment?(files: ProjectFiles): string | undefined;

  /** Options that bring them in whatever such a setting says; undefined where there are none. */
  developmentOptions?(version: string | undefined, nodeLine: number | undefined): readonly string[];

  /** The kind of it that the files of a project ask for, where there are several. */
  variantFor?(files: ProjectFiles): PackageManagerDefinition;

  /** Range of its version by its own files, as a range. */
  versionsIn?(files: ProjectFiles): VersionRange | undefined;

  /** Commands before and after production dependencies are installed. */
  aroundProduction?(context: InstallContext, version: string | undefined): { readonly before: string[][]; readonly after: string[][] };

  /** The argv that installs the manager itself, undefined if the one in the base image will do. */
  provision(version: string | undefined): string[] | undefined;

  /** The argv that installs every dependency. */
  install(context: InstallContext, version: string | undefined): string[];

  /** The argv that installs production dependencies alone. */
  installProduction(context: InstallContext, version: string | undefined): string[];

  /** How the scripts that it would run while it installs run apart from that. */
  apart(context: ScriptsContext, version: string | undefined): InstallApart;

  /** The argv that runs a script. Any name is data, also one with a leading dash. */
  run(script: string): string[];

  /** The argv that runs a script of a package, from the root of its monorepo. All of them are data. */
  runIn(path: string, script: string, packageName?: string): string[];

  /** Where a secret may stand in a lockfile of this name. */
  lockfileSecrets(name: string): SecretFile;

  /** Reads a lockfile. Throws a ProjectError if it is not one. */
  readLockfile(text: string, path: string): LockfileReading;

  /** Reads the configuration files in a directory. Throws a ProjectError if they hold a secret. */
  readConfiguration(files: ProjectFiles, directory: string, findings: Findings, version?: string): Configuration;
}

/**
 * Versions of a package manager, and where they were read.
 */
export interface VersionRange {
  readonly range: string;
  readonly source: string;
}

/**
 * File in which the root of a monorepo names its packages.
 */
export interface WorkspaceFile {
  readonly file: string;

  /** The field that names them. */
  readonly field: string;

  /** True if what a pattern leaves out is out, wherever it stands. */
  readonly excludesLast?: boolean;

  /** The value of the field, undefined if it names none. Throws a ProjectError if the file cannot be parsed. */
  read(files: ProjectFiles): unknown;
}

/**
 * How a package manager is recognised.
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

  /** True if a lockfile of one of these names is its own. */
  ownsLockfile(text: string): boolean;
}

/**
 * Reading of a lockfile.
 */
export interface LockfileReading {
  /** The format and its version, for people. */
  readonly format: string;

  /** Every dependency that is installed on Linux; undefined if it cannot be told. */
  readonly packages?: readonly LockedPackage[];

  /** The versions of the package manager that write it, as a range; undefined if it does not tell. */
  readonly versions?: string;

  /** The commands that production dependencies bring, by name; undefined where the format does not record them. */
  readonly bins?: ReadonlyMap<string, LockedBin>;

  /** The directories that dependencies are copies of. */
  readonly copied?: readonly string[];

  /** Those that are installed in the directory of one package of a monorepo. */
  binsIn?(path: string): ReadonlyMap<string, LockedBin>;

  /** The dependencies that `package.json` declares and the lockfile does not hold. */
  missing(manifest: Manifest): string[];
}

/**
 * Shell that a package manager runs scripts by.
 */
export interface ScriptShell {
  /** As it is written: `bash`, `/bin/bash`. */
  readonly value: string;
  readonly source: string;
  /** True if `sh` does where it is not there. */
  readonly orSh?: boolean;
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
 * Reading of the configuration files of a package manager.
 */
export interface Configuration {
  /** Every file that an install reads because of them, and they themselves. */
  readonly files: readonly string[];

  /** The environment variables that they refer to. */
  readonly variables: readonly string[];

  /** True if no install script runs. */
  readonly ignoresScripts: boolean;

  /** The only dependencies whose install scripts run; undefined if those of all do, or that is not known. */
  readonly builds?: readonly string[];

  /** True if these were chosen by a prop, and not where the package manager is configured. */
  readonly chosen?: boolean;

  /** Options that Node.js gets where the package manager runs a script, and the file that says so. */
  readonly scriptOptions?: { readonly value: string; readonly source: string };

  /** The shell that it runs scripts by, where that is not `sh`. */
  readonly scriptShell?: ScriptShell;

  /** True if an install fails where a dependency has install scripts that nobody has allowed or forbidden. */
  readonly strictBuilds?: boolean;
}
