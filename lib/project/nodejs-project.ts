import { OutsideProgram } from './build/outside-programs';
import { overridesIn } from './directory-overrides';
import { AllowedPaths } from './files/allowed-paths';
import { MemoryFiles } from './files/memory-files';
import { InstallScript } from './model/install-script';
import { NativeModules } from './model/native-modules';
import { NodejsVersion } from './model/nodejs-version';
import { ProjectFact } from './model/project-fact';
import { ProjectWarning } from './model/project-warning';
import { ReleaseFile } from './model/release-file';
import { RootEntry } from './model/root-entry';
import { StartCommand } from './model/start-command';
import { Workspace } from './model/workspace';
import { NodejsDirectoryOptions, NodejsProjectProps } from './nodejs-project-options';
import { PackageManager } from './package-managers/package-manager';
import { ProjectReading } from './project-reading';
import { readProject } from './read-project';
import { requireDirectory, requireDescription } from './shapes';
import { inVersion } from './start/npm-variables';
import { GateSource } from './tests/test-flaws';
import { locationOf, locateOnDisk } from './workspace/package-location';

/**
 * Node.js project: plain facts, each with its source and its reason.
 */
export class NodejsProject {
  /**
   * Reads a project on disk. Nothing is read but the files that decide something.
   *
   * @param directory the directory that holds `package.json`; a relative one is relative to the working directory
   * @param options values that override what is detected
   * @throws an error that names the file or the prop to change if the directory is none or has no `package.json`,
   * a file cannot be read or is not what it should be, sources contradict one another, a secret is written out in
   * a configuration file, or the package manager is unknown
   */
  public static fromDirectory(directory: string, options: NodejsDirectoryOptions = {}): NodejsProject {
    return NodejsProject._inRepository(undefined, directory, requireDirectory(directory, options));
  }

  /** @internal reads a project on disk, where the root of the repository is known, or else told by `.git` */
  public static _inRepository(root: string | undefined, directory: string, options: NodejsDirectoryOptions): NodejsProject {
    const allowed = new AllowedPaths(options.allow ?? {});
    const location = locateOnDisk(directory, options.projectRoot, options.startCommand !== undefined, root, allowed);
    return new NodejsProject(readProject(location, overridesIn(options)));
  }

  /**
   * Describes a project by props alone. What they do not say is derived from the scripts, or has a default.
   *
   * @throws an error that names the prop to change if props contradict one another
   */
  public static of(props: NodejsProjectProps): NodejsProject {
    requireDescription(props);
    const { packageName: name, packageVersion: version, scripts, productionDependencies = [] } = props;
    const manifest = { name, version, scripts, dependencies: Object.fromEntries(productionDependencies.map(each => [each, '*'])) };
    return new NodejsProject(readProject(locationOf(new MemoryFiles(props.directory ?? '.', JSON.stringify(manifest))), props));
  }

  /** The absolute path of the directory. */
  public readonly directory: string;

  /** The absolute path of the directory in which dependencies are installed: the root of the monorepo, else the directory. */
  public readonly installDirectory: string;

  /**
   * The monorepo, and what of it the package needs.
   *
   * @default - the directory is no package of a monorepo
   */
  public readonly workspace?: Workspace;

  /**
   * The name of the package.
   *
   * @default - it has none
   */
  public readonly packageName?: string;

  /**
   * The version of the package.
   *
   * @default - it has none
   */
  public readonly packageVersion?: string;

  /** The package manager, in the version that the project pins. */
  public readonly packageManager: PackageManager;

  /**
   * The path of the lockfile, relative to `installDirectory`.
   *
   * @default - there is none
   */
  public readonly lockfile?: string;

  /** The version of Node.js. */
  public readonly nodeVersion: NodejsVersion;

  /** The scripts of the package, by name. */
  public readonly scripts: { [name: string]: string };

  /** The names of the packages that a production install brings, sorted. */
  public readonly productionDependencies: string[];

  /**
   * The name of the script that tests.
   *
   * @default - there is none, or no other than the placeholder that `npm init` writes
   */
  public readonly testScript?: string;

  /** True if the tests read what the build writes, and do not build it themselves. */
  public readonly testNeedsBuild: boolean;

  /**
   * The name of the script that builds.
   *
   * @default - nothing is built
   */
  public readonly buildScript?: string;

  /** Command lines that the build runs, too, because the start script runs them in front of the application. */
  public readonly buildCommands: string[];

  /**
   * The directories in which nothing lies but what the build writes, relative to the directory. Empty where
   * nothing is built, and where what is built lies among the sources.
   */
  public readonly buildOutput: string[];

  /**
   * The framework that the project builds with, e.g. `Next.js`.
   *
   * @default - none that is known
   */
  public readonly framework?: string;

  /**
   * Directories that tools write beside the build output, and that nothing reads when the application runs, relative
   * to the directory.
   */
  public readonly generatedDirectories: string[];

  /** Files that the server of the framework reads. Empty where no framework says so. */
  public readonly releaseFiles: ReleaseFile[];

  /** True if what is started needs the production dependencies beside the release files. */
  public readonly needsProductionDependencies: boolean;

  /** The directories that the server of the framework writes to, relative to the directory of the application. */
  public readonly writableDirectories: string[];

  /** The variables that the build of the framework needs. */
  public readonly buildEnvironment: { [name: string]: string };

  /**
   * How the application is started.
   *
   * @default - it cannot be told; the fact of the same name says why
   */
  public readonly startCommand?: StartCommand;

  /** Every file that installing reads, relative to `installDirectory`, sorted. A path with a slash at its end is a whole directory. */
  public readonly manifestFiles: string[];

  /** The directories with a `package.json` of their own that an install script or the build installs. */
  public readonly nestedPackages: string[];

  /** Those of them whose production dependencies a production install brings, because an install script installs them. */
  public readonly productionPackages: string[];

  /** The runtimes that scripts use and neither the base image nor the package manager brings, as `bun@1.4.5`. */
  public readonly runtimes: string[];

  /** The directories that production dependencies link to, relative to where dependencies are installed. */
  public readonly linkedDirectories: string[];

  /** The packages of the monorepo of which this is the root, relative to it. Empty where it is none. */
  public readonly rootMembers: string[];

  /** The scripts of the project that installing runs, in the order in which they run. */
  public readonly installScripts: InstallScript[];

  /** The environment variables that configuration files of the package manager refer to, as `${NPM_TOKEN}` in `.npmrc`. */
  public readonly installVariables: string[];

  /** Files that an install script or the build generates into `node_modules`, which production dependencies do not bring. */
  public readonly generatedModules: string[];

  /** True if installing may compile machine code, which takes a compiler in the build image. */
  public readonly nativeModules: NativeModules;

  /**
   * Entries at the top of the directory that may enter an image, sorted.
   *
   * Left out are secrets (`.env`, keys), histories (`.git`), and what is installed or made elsewhere
   * (`node_modules`, `cdk.out`, `coverage`).
   */
  public readonly rootEntries: RootEntry[];

  /**
   * The files that the build may read and no release has, relative to `installDirectory`: environment variables that a front
   * end shows to everybody.
   */
  public readonly buildOnlyFiles: string[];

  /** The files and directories that deploy the application and are no part of its image, relative to `installDirectory`. */
  public readonly infrastructure: string[];

  /** Paths that may enter an image though they look like secrets, or git ignores it, each with the reason. */
  public readonly allow: { [path: string]: string };

  /**
   * The port that the application listens on.
   *
   * @default - neither the start command nor the source of what it starts names one
   */
  public readonly port?: number;

  /** Every decision with its source and its reason, in a stable order. */
  public readonly facts: ProjectFact[];

  /** Warnings about things that work, but should be known. */
  public readonly warnings: ProjectWarning[];

  private constructor(/** @internal */ public readonly _reading: ProjectReading) {
    this.directory = _reading.directory;
    this.installDirectory = _reading.workspace?.rootDirectory ?? _reading.directory;
    this.workspace = _reading.workspace;
    this.packageName = _reading.packageName;
    this.packageVersion = _reading.packageVersion;
    this.packageManager = _reading.packageManager;
    this.lockfile = _reading.lockfile;
    this.nodeVersion = _reading.nodeVersion;
    this.scripts = _reading.scripts;
    this.productionDependencies = _reading.productionDependencies;
    this.testScript = _reading.testScript;
    this.testNeedsBuild = _reading.testNeedsBuild;
    this.buildScript = _reading.buildScript;
    this.buildCommands = _reading.buildCommands;
    this.buildOutput = _reading.buildOutput;
    this.framework = _reading.framework;
    this.generatedDirectories = _reading.generatedDirectories;
    this.releaseFiles = _reading.releaseFiles;
    this.needsProductionDependencies = _reading.needsProductionDependencies;
    this.writableDirectories = _reading.writableDirectories;
    this.buildEnvironment = _reading.buildEnvironment;
    this.startCommand = _reading.startCommand;
    this.manifestFiles = _reading.manifestFiles;
    this.nestedPackages = _reading.nestedPackages;
    this.runtimes = _reading.runtimes;
    this.productionPackages = _reading.productionPackages;
    this.linkedDirectories = _reading.linkedDirectories;
    this.rootMembers = _reading.rootMembers;
    this.installScripts = _reading.installScripts;
    this.installVariables = _reading.installVariables;
    this.nativeModules = _reading.nativeModules;
    this.rootEntries = _reading.rootEntries;
    this.buildOnlyFiles = _reading.buildOnlyFiles;
    this.infrastructure = _reading.infrastructure;
    this.allow = _reading.allow;
    this.generatedModules = _reading.generatedModules;
    this.port = _reading.port;
    this.facts = _reading.facts;
    this.warnings = _reading.warnings;
  }

  /** @internal the packages of the monorepo that dependencies are copies of, made by the install */
  public get _injectedPackages(): readonly string[] {
    return this._reading.injectedPackages;
  }

  /** @internal the same project in another version */
  public _withVersion(packageVersion: string | undefined): NodejsProject {
    return new NodejsProject({ ...this._reading, packageVersion, startCommand: inVersion(this.startCommand, packageVersion) });
  }

  /** @internal what there is at a path, and nothing of a project that is not on disk */
  public _kindOf(path: string): 'file' | 'directory' | 'none' | undefined {
    return this._reading.kindOf(path);
  }

  /**
   * Programs that running a script runs in the end: scripts that it calls are followed, and node is called directly where it can be.
   *
   * @returns undefined if there is no script of this name, or it calls itself
   */
  public resolveScript(script: string): StartCommand | undefined {
    return this._reading.resolveScript(script);
  }

  /** Flaws that keep a gate from testing what it seems to test. @internal */
  public _testFlaws(source: GateSource): ProjectWarning[] {
    return this._reading.testFlaws(source);
  }

  /** @internal the programs that a script calls and no dependency brings */
  public _programsOf(script: string): OutsideProgram[] { return this._reading.programsOf(script); }
}
