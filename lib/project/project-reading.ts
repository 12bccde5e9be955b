import { OutsideProgram } from './build/outside-programs';
import { CalledProgram } from './model/called-program';
import { DrawnText } from './model/drawn-text';
import { InstallScript } from './model/install-script';
import { Installation } from './model/installation';
import { KeptCaches } from './model/kept-caches';
import { NativeModules } from './model/native-modules';
import { NodejsVersion } from './model/nodejs-version';
import { ProjectFact } from './model/project-fact';
import { ProjectWarning } from './model/project-warning';
import { ReleaseFile } from './model/release-file';
import { RootEntry } from './model/root-entry';
import { StartCommand } from './model/start-command';
import { Workspace } from './model/workspace';
import { WrittenDirectory } from './model/written-directory';
import { PackageManager } from './package-managers/package-manager';
import { RunningShell } from './scripts/script-shell';
import { GateSource } from './tests/test-flaws';

/**
 * Everything that was found out about a project.
 */
export interface ProjectReading {
  readonly directory: string;
  readonly packageName?: string;
  readonly packageVersion?: string;
  readonly packageManager: PackageManager;
  readonly lockfile?: string;
  readonly nodeVersion: NodejsVersion;
  readonly scripts: { [name: string]: string };
  readonly productionDependencies: string[];
  readonly testScript?: string;
  readonly testNeedsBuild: boolean;
  readonly buildScript?: string;
  readonly buildCommands: string[];
  readonly buildOutput: string[];
  readonly framework?: string;
  readonly generatedDirectories: string[];
  readonly releaseFiles: ReleaseFile[];
  readonly needsProductionDependencies: boolean;
  readonly builtInPackages?: string[];
  readonly writableDirectories: string[];
  readonly buildEnvironment: { [name: string]: string };
  readonly startCommand?: StartCommand;
  readonly manifestFiles: string[];
  readonly generatedModules: string[];
  readonly nestedPackages: string[];
  readonly runtimes: string[];
  readonly productionPackages: string[];
  readonly linkedDirectories: string[];
  readonly rootMembers: string[];
  readonly injectedPackages: string[];
  readonly sharingPackages: string[];
  readonly installScripts: InstallScript[];
  readonly installVariables: string[];
  readonly dependencyScripts: string[];
  readonly nativeModules: NativeModules;
  readonly rootEntries: RootEntry[];
  readonly buildOnlyFiles: string[];
  readonly infrastructure: string[];
  readonly allow: { [path: string]: string };
  readonly workspace?: Workspace;
  readonly port?: number;
  /** Variables that say which port it is where the container runs, the strongest first. */
  readonly portVariables: readonly string[];
  readonly facts: ProjectFact[];
  readonly warnings: ProjectWarning[];
  readonly installation: Installation;
  resolveScript(name: string): StartCommand | undefined;
  testFlaws(source: GateSource): ProjectWarning[];
  /** The programs that a script calls and no dependency brings. */
  programsOf(script: string): OutsideProgram[];
  /** The programs that the application runs. */
  calledPrograms(): CalledProgram[];
  /** Text that the application draws with the fonts of the system. */
  drawnText(): DrawnText | undefined;
  /** The directories with links to commands of dependencies, from the package; undefined where an install makes none. */
  binDirectories(): readonly string[] | undefined;
  /** The packages of a distribution that the image of a Dockerfile by hand has for the application. */
  packagesByHand(): string[];
  /** The variables that the image of a Dockerfile by hand has, as far as the application may read them. */
  variablesByHand(): ReadonlyArray<readonly [name: string, value: string]>;
  /** The shell that runs a script where one has to. */
  shellFor(text: string): RunningShell;
  /** The directories of the package that it writes to. */
  writtenDirectories(): WrittenDirectory[];
  /** The caches of the tools that build it. */
  toolCaches(): KeptCaches;
  /** Kind of the entry at a path; undefined where there is no disk to look at. */
  kindOf(path: string): 'file' | 'directory' | 'none' | undefined;
}
