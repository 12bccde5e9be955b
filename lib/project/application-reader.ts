import { buildStepFilter } from './build/build-steps';
import { detectBuildOutput } from './build/detect-build-output';
import { detectBuildScript } from './build/detect-build-script';
import { detectTestNeedsBuild, detectTestScript } from './build/detect-tests';
import { detectBuildCommands, startBuilds, withBuildScript } from './build/start-builds';
import { ProjectFiles } from './files/project-files';
import { sortedUnique } from './files/relative-path';
import { decideFrameworkFiles, FrameworkFiles } from './frameworks/decide-framework-files';
import { DetectedFramework, detectFramework } from './frameworks/detect-framework';
import { detectInstallScripts, InstallScriptDetection } from './install-scripts/detect-install-scripts';
import { detectListening, reachable } from './listening/detect-listening';
import { detectPort, portVariables } from './listening/detect-port';
import { Listening } from './listening/read-listening';
import { Sources } from './listening/sources';
import { detectProductionDependencies } from './manifest/detect-production-dependencies';
import { DockerfileByHand, readDockerfile } from './manifest/dockerfile-by-hand';
import { InstalledPeers, withInstalledPeers } from './manifest/installed-peers';
import { Manifest, scriptOf } from './manifest/manifest';
import { withOtherStarts } from './manifest/other-starts';
import { Packages } from './manifest/packages';
import { Findings, listed } from './model/findings';
import { NodejsVersion } from './model/nodejs-version';
import { Questions } from './model/questions';
import { StartCommand } from './model/start-command';
import { detectNodeVersion } from './node-version/detect-node-version';
import { NodejsDirectoryOptions, NodejsProjectProps } from './nodejs-project-options';
import { Configuration } from './package-managers/definition/definition';
import { detectPackageManager } from './package-managers/detect-package-manager';
import { decideLockfile } from './package-managers/lockfile';
import { PackageManager } from './package-managers/package-manager';
import { detectPrisma, PrismaDetection } from './prisma/detect-prisma';
import { RunningProgram, runningProgram } from './running/running-program';
import { ScriptContext } from './scripts/script-context';
import { walkNamedScript } from './scripts/walk-script';
import { detectRuntimes } from './start/detect-runtimes';
import { detectStartCommand } from './start/detect-start-command';
import { decideNpmVariables, findNpmVariables, NpmVariables, withNpmVariables } from './start/npm-variables';
import { StartResolution } from './start/start-resolution';
import { ownProperty } from './text/json/json-shape';
import { detectInjectedPackages } from './workspace/detect-injected-packages';
import { InstalledLockfiles, lockfilesAt, lockfilesOf } from './workspace/installed-lockfiles';
import { binDirectoriesOf, fromInstall, lockfileOf, PackageLocation, placesOf, rootPathOf, withPeers } from './workspace/package-location';
import { rootMembers, startableMembers } from './workspace/root-members';

/**
 * Finds out what is built, tested and started, each thing when it is asked for the first time. A detector is given the
 * reader, and asks it for what it needs.
 */
export class ApplicationReader {
  private readonly questions = new Questions();
  public readonly findings = new Findings(() => this.questions.current);

  /**
   * @param declared where the package lies, as its manifests are written
   * @param props what overrides what is detected
   */
  constructor(private readonly declared: PackageLocation, public readonly props: NodejsProjectProps & NodejsDirectoryOptions) {}

  /** The lockfiles of whichever package manager. */
  public get foundLockfiles(): readonly string[] {
    return this.once('foundLockfiles', () => this.props.lockfile !== undefined ? [this.props.lockfile] : lockfilesAt(this.declared));
  }

  public get packageManager(): PackageManager {
    const { install: { files, manifest } } = this.declared;
    return this.once('packageManager', () =>
      detectPackageManager(files, manifest, this.foundLockfiles, this.props.packageManager, this.findings, manager => this.nodeFor(manager)));
  }

  public get nodeVersion(): NodejsVersion {
    return this.nodeFor(this.packageManager);
  }

  /** How the package manager is configured. */
  public get configuration(): Configuration {
    return this.once('configuration', () => {
      const { _definition: definition, pinnedVersion } = this.packageManager;
      const read = definition.readConfiguration(this.root, '', this.findings, pinnedVersion);
      const variables = listed(sortedUnique(read.variables));
      this.findings.decide('installVariables', variables, 'default', 'the environment variables that the configuration of the package manager refers to');
      const only = this.props.dependencyScripts?.packages;
      return only === undefined ? read : { ...read, builds: only, chosen: true, strictBuilds: false };
    });
  }

  /** The environment variables that the configuration refers to. */
  public get installVariables(): string[] { return sortedUnique(this.configuration.variables); }

  /** Which peer dependencies an install brings. */
  public get peers(): InstalledPeers | undefined {
    return this.once('peers', () => this.packageManager._definition.installedPeers?.(this.root, this.packageManager.pinnedVersion, this.nodeVersion.line));
  }

  /** Where the package lies, as an install sees it: with the peer dependencies that it brings. */
  public get location(): PackageLocation {
    return this.once('location', () => withPeers(this.declared, this.peers));
  }

  public get files(): ProjectFiles { return this.declared.files; }

  /** The files of where dependencies are installed: those of the package, or of the root of its monorepo. */
  public get root(): ProjectFiles { return this.declared.install.files; }

  /** The manifest as it is written. */
  public get declaredManifest(): Manifest { return this.declared.manifest; }

  public get manifest(): Manifest { return this.location.manifest; }

  /** The manifest of where dependencies are installed. */
  public get rootManifest(): Manifest { return this.location.install.manifest; }

  public get rootPackages(): Packages { return this.location.install.packages; }

  public get monorepo(): PackageLocation['monorepo'] { return this.location.monorepo; }

  /** Where the package lies in its monorepo; empty where it stands alone. */
  public get path(): string { return this.declared.monorepo?.located.path ?? ''; }

  /** The script that starts the application, where the root of its monorepo says which. */
  public get startScript(): string | undefined { return this.declared.startScript; }

  /** The packages of the monorepo of which this is the root. */
  public get members(): readonly Manifest[] {
    return this.once('members', () => this.monorepo ? [] : rootMembers(this.files).map(member => withInstalledPeers(member, this.peers)));
  }

  /** The packages of the monorepo that are installed. */
  public get siblings(): readonly Manifest[] { return this.monorepo?.closure.members ?? this.members; }

  public get installedManifests(): readonly Manifest[] { return [this.manifest, this.rootManifest, ...this.members]; }

  public get lockfiles(): InstalledLockfiles {
    return this.once('lockfiles', () => {
      const found = lockfilesOf(this.location, this.packageManager, this.foundLockfiles, this.props.lockfile, this.findings);
      const manifests = this.root.onDisk ? [...this.installedManifests, ...this.siblings] : undefined;
      decideLockfile(this.packageManager, found.own, found.reading, this.foundLockfiles, manifests, this.findings);
      return found;
    });
  }

  public get productionDependencies(): string[] {
    return this.once('productionDependencies', () => detectProductionDependencies(this));
  }

  /** The Dockerfile that somebody wrote for the application. */
  public get dockerfile(): DockerfileByHand | undefined {
    return this.once('dockerfile', () => readDockerfile(this.files));
  }

  /** The packages as they are written, with the commands of other files that start the application. */
  public get written(): Packages {
    return this.once('written', () => {
      const manifest = withOtherStarts(this.manifest, this.files, this.dockerfile);
      return this.monorepo || manifest !== this.manifest ? new Packages(this.files, manifest) : this.rootPackages;
    });
  }

  public get buildScript(): string | undefined {
    return this.once('buildScript', () => detectBuildScript(this, startBuilds(this, undefined)));
  }

  public get buildCommands(): string[] {
    return this.once('buildCommands', () => detectBuildCommands(this));
  }

  /** The packages, with a script that stands for what the build runs where no script builds. */
  public get packages(): Packages {
    const isScript = this.buildScript === undefined || scriptOf(this.manifest, this.buildScript) !== undefined;
    return this.once('packages', () => isScript ? this.written : withBuildScript(this.files, this.written.at('')!, this.buildCommands));
  }

  public get scriptContext(): ScriptContext {
    return this.once('scriptContext', () => ({
      files: this.files,
      packages: this.packages,
      lockfile: lockfileOf(this.location, this.lockfiles.reading),
      manager: this.packageManager._definition,
      binDirectories: binDirectoriesOf(this.location),
      rootPath: rootPathOf(this.location),
      rootManifest: this.monorepo && this.rootManifest,
      nodeLine: this.nodeVersion.line,
      scriptShell: this.configuration.scriptShell,
      startScript: this.startScript,
      members: this.monorepo ? [] : startableMembers(this.files),
      isBuild: buildStepFilter(this.packages, this.buildScript, this.buildCommands),
    }));
  }

  public get framework(): DetectedFramework | undefined {
    return this.once('framework', () => detectFramework(this));
  }

  public get start(): StartResolution {
    return this.once('start', () => detectStartCommand(this));
  }

  /** The file that is started. */
  public get entry(): string | undefined { return this.start.command?.entry; }

  /** The same from where dependencies are installed. */
  public get startedFile(): string | undefined {
    return this.entry === undefined ? undefined : fromInstall(this.location, this.entry);
  }

  public get buildOutput(): string[] {
    return this.once('buildOutput', () => detectBuildOutput(this));
  }

  public get frameworkFiles(): FrameworkFiles {
    return this.once('frameworkFiles', () => decideFrameworkFiles(this));
  }

  public get testScript(): string | undefined {
    return this.once('testScript', () => detectTestScript(this));
  }

  public get testNeedsBuild(): boolean {
    return this.once('testNeedsBuild', () => detectTestNeedsBuild(this));
  }

  public get runtimes(): string[] {
    return this.once('runtimes', () => detectRuntimes(this));
  }

  /** Where the sources of what is started lie. */
  public get sources(): Sources {
    return this.once('sources', () => ({
      files: this.root,
      path: this.path,
      packageDirectory: name => (this.monorepo
        ? this.monorepo.located.members.named(name)
        : this.members.find(member => member.name === name))?.directory,
      buildWords: this.buildScript === undefined ? []
        : walkNamedScript(this.packages, '', this.buildScript).flatMap(({ words }) => words.map(({ text }) => text)),
    }));
  }

  public get listening(): Listening {
    return this.once('listening', () => detectListening(this));
  }

  public get port(): number | undefined {
    return this.once('port', () => detectPort(this));
  }

  public get portVariables(): readonly string[] {
    return portVariables(this);
  }

  public get npmVariables(): NpmVariables {
    return this.once('npmVariables', () => findNpmVariables(this.files, this.configuration.scriptOptions));
  }

  public get startCommand(): StartCommand | undefined {
    return this.once('startCommand', () => {
      const found = reachable(this.start.command, this.listening, this.findings);
      const command = this.props.startCommand ?? (found && withNpmVariables(found, this.npmVariables));
      decideNpmVariables(this.npmVariables, command, this.findings);
      return command;
    });
  }

  /** The sources of what runs in the image. */
  public get runningProgram(): RunningProgram {
    return this.once('runningProgram', () => runningProgram(this));
  }

  /** The scripts of the package that an install runs. */
  public get install(): InstallScriptDetection {
    return this.once('install', () => detectInstallScripts(this));
  }

  public get prisma(): PrismaDetection {
    return this.once('prisma', () => detectPrisma(this));
  }

  public get injectedPackages(): string[] {
    return this.once('injectedPackages', () => detectInjectedPackages(this));
  }

  /** The Node.js that an image has with a package manager: installing may enforce versions. */
  private nodeFor({ _definition: { enforcesEngines } }: PackageManager): NodejsVersion {
    const { manifest, install } = this.declared;
    return this.once('nodeVersion', () => {
      const enforced = enforcesEngines?.(install.files) ? [manifest, install.manifest].flatMap(({ engines }) => ownProperty(engines, 'node') ?? []) : [];
      return detectNodeVersion(placesOf(this.declared), this.props.nodeVersion, this.findings, enforced);
    });
  }

  protected once<T>(question: string, answer: () => T): T {
    return this.questions.once(question, answer);
  }
}
