import { OutsideProgram } from './build/outside-programs';
import { MemoryFiles } from './files/memory-files';
import { CalledProgram } from './model/called-program';
import { DrawnText } from './model/drawn-text';
import { InstallScript } from './model/install-script';
import { NativeModules } from './model/native-modules';
import { NodejsVersion } from './model/nodejs-version';
import { ProjectFact } from './model/project-fact';
import { ProjectWarning } from './model/project-warning';
import { ReleaseFile } from './model/release-file';
import { RootEntry } from './model/root-entry';
import { StartCommand } from './model/start-command';
import { Workspace } from './model/workspace';
import { WrittenDirectory } from './model/written-directory';
import { NodejsDirectoryOptions, NodejsProjectProps } from './nodejs-project-options';
import { PackageManager } from './package-managers/package-manager';
import { ProjectReading } from './project-reading';
import { readOnDisk } from './read-on-disk';
import { readProject } from './read-project';
import { RunningShell } from './scripts/script-shell';
import { requireDirectory, requireDescription } from './shapes';
import { inVersion } from './start/npm-variables';
import { GateSource } from './tests/test-flaws';
import { locationOf } from './workspace/package-location';

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
    return new NodejsProject(readOnDisk(root, directory, options));
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

  private constructor(/** @internal */ public readonly _reading: ProjectReading) {}

  /** The absolute path of the directory. */
  public get directory(): string { return this._reading.directory; }

  /** The absolute path of the directory in which dependencies are installed: the root of the monorepo, else the directory. */
  public get installDirectory(): string { return this._reading.workspace?.rootDirectory ?? this._reading.directory; }

  /**
   * The monorepo, and what of it the package needs.
   *
   * @default - the directory is no package of a monorepo
   */
  public get workspace(): Workspace | undefined { return this._reading.workspace; }

  /**
   * The name of the package.
   *
   * @default - it has none
   */
  public get packageName(): string | undefined { return this._reading.packageName; }

  /**
   * The version of the package.
   *
   * @default - it has none
   */
  public get packageVersion(): string | undefined { return this._reading.packageVersion; }

  /** The package manager, in the version that the project pins. */
  public get packageManager(): PackageManager { return this._reading.packageManager; }

  /**
   * The path of the lockfile, relative to `installDirectory`.
   *
   * @default - there is none
   */
  public get lockfile(): string | undefined { return this._reading.lockfile; }

  /** The version of Node.js. */
  public get nodeVersion(): NodejsVersion { return this._reading.nodeVersion; }

  /** The scripts of the package, by name. */
  public get scripts(): { [name: string]: string } { return this._reading.scripts; }

  /** The names of the packages that a production install brings, sorted. */
  public get productionDependencies(): string[] { return this._reading.productionDependencies; }

  /**
   * The name of the script that tests.
   *
   * @default - there is none, or no other than the placeholder that `npm init` writes
   */
  public get testScript(): string | undefined { return this._reading.testScript; }

  /** True if the tests read what the build writes, and do not build it themselves. */
  public get testNeedsBuild(): boolean { return this._reading.testNeedsBuild; }

  /**
   * The name of the script that builds.
   *
   * @default - nothing is built
   */
  public get buildScript(): string | undefined { return this._reading.buildScript; }

  /** Command lines that the build runs, too, because the start script runs them in front of the application. */
  public get buildCommands(): string[] { return this._reading.buildCommands; }

  /**
   * The directories in which nothing lies but what the build writes, relative to the directory. Empty where
   * nothing is built, and where what is built lies among the sources.
   */
  public get buildOutput(): string[] { return this._reading.buildOutput; }

  /**
   * The framework that the project builds with, e.g. `Next.js`.
   *
   * @default - none that is known
   */
  public get framework(): string | undefined { return this._reading.framework; }

  /**
   * Directories that tools write beside the build output, and that nothing reads when the application runs, relative
   * to the directory.
   */
  public get generatedDirectories(): string[] { return this._reading.generatedDirectories; }

  /** Files that the server of the framework reads. Empty where no framework says so. */
  public get releaseFiles(): ReleaseFile[] { return this._reading.releaseFiles; }

  /** True if what is started needs the production dependencies beside the release files. */
  public get needsProductionDependencies(): boolean { return this._reading.needsProductionDependencies; }

  /** The directories that the server of the framework writes to, relative to the directory of the application. */
  public get writableDirectories(): string[] { return this._reading.writableDirectories; }

  /** The variables that the build of the framework needs. */
  public get buildEnvironment(): { [name: string]: string } { return this._reading.buildEnvironment; }

  /**
   * How the application is started.
   *
   * @default - it cannot be told; the fact of the same name says why
   */
  public get startCommand(): StartCommand | undefined { return this._reading.startCommand; }

  /** Every file that installing reads, relative to `installDirectory`, sorted. A path with a slash at its end is a whole directory. */
  public get manifestFiles(): string[] { return this._reading.manifestFiles; }

  /** The directories with a `package.json` of their own that an install script or the build installs. */
  public get nestedPackages(): string[] { return this._reading.nestedPackages; }

  /** Those of them whose production dependencies a production install brings, because an install script installs them. */
  public get productionPackages(): string[] { return this._reading.productionPackages; }

  /** The runtimes that scripts use and neither the base image nor the package manager brings, as `bun@1.4.5`. */
  public get runtimes(): string[] { return this._reading.runtimes; }

  /** The directories that production dependencies link to, relative to where dependencies are installed. */
  public get linkedDirectories(): string[] { return this._reading.linkedDirectories; }

  /** The packages of the monorepo of which this is the root, relative to it. Empty where it is none. */
  public get rootMembers(): string[] { return this._reading.rootMembers; }

  /** The scripts of the project that installing runs, in the order in which they run. */
  public get installScripts(): InstallScript[] { return this._reading.installScripts; }

  /**
   * The names of the dependencies whose install scripts run, sorted, as far as the lockfile and the configuration of the package
   * manager tell; the fact of the same name says where they do not.
   */
  public get dependencyScripts(): string[] { return this._reading.dependencyScripts; }

  /** The environment variables that configuration files of the package manager refer to, as `${NPM_TOKEN}` in `.npmrc`. */
  public get installVariables(): string[] { return this._reading.installVariables; }

  /** Files that an install script or the build generates into `node_modules`, which production dependencies do not bring. */
  public get generatedModules(): string[] { return this._reading.generatedModules; }

  /** True if installing may compile machine code, which takes a compiler in the build image. */
  public get nativeModules(): NativeModules { return this._reading.nativeModules; }

  /**
   * Entries at the top of the directory that may enter an image, sorted.
   *
   * Left out are secrets (`.env`, keys), histories (`.git`), and what is installed or made elsewhere
   * (`node_modules`, `cdk.out`, `coverage`).
   */
  public get rootEntries(): RootEntry[] { return this._reading.rootEntries; }

  /**
   * The files that the build may read and no release has, relative to `installDirectory`: environment variables that a front
   * end shows to everybody.
   */
  public get buildOnlyFiles(): string[] { return this._reading.buildOnlyFiles; }

  /** The files and directories that deploy the application and are no part of its image, relative to `installDirectory`. */
  public get infrastructure(): string[] { return this._reading.infrastructure; }

  /** Paths that may enter an image though they look like secrets, or git ignores them, each with the reason. */
  public get allow(): { [path: string]: string } { return this._reading.allow; }

  /**
   * The port that the application listens on.
   *
   * @default - neither the start command nor the source of what it starts names one
   */
  public get port(): number | undefined { return this._reading.port; }

  /** Every decision with its source and its reason, in a stable order. */
  public get facts(): ProjectFact[] { return this._reading.facts; }

  /** Warnings about things that work, but should be known. */
  public get warnings(): ProjectWarning[] { return this._reading.warnings; }

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

  /** @internal the programs that the application runs */
  public _calledPrograms(): CalledProgram[] { return this._reading.calledPrograms(); }

  /** @internal the variables that say which port it is where the container runs, the strongest first */
  public get _portVariables(): readonly string[] { return this._reading.portVariables; }

  /** @internal text that the application draws with the fonts of the system */
  public _drawnText(): DrawnText | undefined { return this._reading.drawnText(); }

  /** @internal the directories with links to commands of dependencies; undefined where an install makes none */
  public _binDirectories(): readonly string[] | undefined { return this._reading.binDirectories(); }

  /** @internal the packages of a distribution that the image of a Dockerfile by hand has for the application */
  public _packagesByHand(): string[] { return this._reading.packagesByHand(); }

  /** @internal the variables that the image of a Dockerfile by hand has, as far as the application may read them */
  public _variablesByHand(): ReadonlyArray<readonly [name: string, value: string]> { return this._reading.variablesByHand(); }

  /** @internal the shell that runs a script where one has to */
  public _shellFor(text: string): RunningShell { return this._reading.shellFor(text); }

  /** @internal the directories of the package that the application writes to */
  public _writtenDirectories(): WrittenDirectory[] { return this._reading.writtenDirectories(); }
}
