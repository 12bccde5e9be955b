import { ApplicationReader } from './application-reader';
import { detectBuildOnlyFiles } from './files/build-only-files';
import { detectRootEntries, writtenByInstall } from './files/detect-root-entries';
import { sortedUnique } from './files/relative-path';
import { ApplicationUse, scriptsOfImage } from './infrastructure/application-use';
import { detectInfrastructure } from './infrastructure/detect-infrastructure';
import { detectDependencyScripts } from './install-scripts/detect-dependency-scripts';
import { nestedInBuild } from './install-scripts/detect-install-scripts';
import { detectInstallation } from './install-scripts/detect-installation';
import { detectManifestFiles } from './manifest/detect-manifest-files';
import { productionNames } from './manifest/detect-production-dependencies';
import { withInstalledPeers } from './manifest/installed-peers';
import { listed } from './model/findings';
import { InstallScriptNeeds } from './model/install-script';
import { Installation } from './model/installation';
import { NativeModules } from './model/native-modules';
import { RootEntry } from './model/root-entry';
import { readWorkspace, WorkspaceReading } from './monorepo/read-workspace';
import { detectNativeModules, NativeContext } from './native/detect-native-modules';
import { Dependent, linkedDirectories, localDependencyFiles } from './package-managers/local-dependencies';
import { withoutCopies } from './workspace/detect-injected-packages';
import { fromInstall } from './workspace/package-location';
import { sharingPackages } from './workspace/sharing-packages';

/**
 * Finds out everything about a project: beside the application, what installing reads and what enters an image.
 */
export class ProjectReader extends ApplicationReader {
  /** Files that scripts read while dependencies are installed, relative to where they are. */
  public get readByScripts(): string[] {
    return [...this.install.files, ...this.prisma.files.map(path => fromInstall(this.location, path))];
  }

  /** Package at the top, as one with dependencies. */
  private get dependent(): Dependent {
    return { files: this.root, packages: this.rootPackages, manager: this.packageManager, directory: '', isMember: path => this.isMember(path) };
  }

  /** The files of dependencies that lie in the project. */
  public get localFiles(): string[] {
    return this.once('localFiles', () => localDependencyFiles(this.dependent));
  }

  /** The other packages of the monorepo that are needed; undefined where the package stands alone. */
  public get shared(): WorkspaceReading | undefined {
    return this.once('shared', () => this.monorepo && readWorkspace({
      ...this.monorepo,
      packages: this.rootPackages,
      manager: this.packageManager,
      entry: this.startedFile,
      ignoresScripts: this.configuration.ignoresScripts,
      rootFiles: this.props.rootFiles ?? [],
      installFiles: [
        ...this.lockfiles.files, ...this.configuration.files, ...this.readByScripts, ...this.localFiles, ...this.props.manifestFiles ?? [],
      ],
    }, this.findings));
  }

  public get nestedPackages(): string[] {
    return this.once('nestedPackages', () => {
      const { nestedPackages: override } = this.props;
      const built = nestedInBuild(this).map(path => fromInstall(this.location, path));
      const found = sortedUnique(override ?? [...this.install.nested, ...this.shared?.nested ?? [], ...built]);
      const source = override ? 'props: nestedPackages' : this.files.manifestSource('scripts');
      this.findings.decide('nestedPackages', listed(found), source, 'the packages that an install script or the build installs');
      return found;
    });
  }

  public get productionPackages(): string[] {
    return this.once('productionPackages', () => {
      const found = sortedUnique(this.install.nestedInProduction
        .filter(directory => productionNames(withInstalledPeers(this.rootPackages.at(directory)!, this.peers)).length > 0));
      this.findings.decide('productionPackages', listed(found), this.files.manifestSource('scripts'), 'those that a production install brings dependencies of');
      return found;
    });
  }

  public get manifestFiles(): string[] {
    return this.once('manifestFiles', () => detectManifestFiles(this.root, {
      'the lockfile': this.lockfiles.files,
      'configuration of the package manager': this.configuration.files,
      'what install scripts read': this.readByScripts,
      'dependencies that are in the project': this.localFiles,
      'the packages of the monorepo': this.shared?.manifestFiles ?? this.members.map(({ directory }) => `${directory}/package.json`),
    }, this.props.manifestFiles ?? [], this.findings));
  }

  /** Packages of the monorepo whose dependencies other images have, too; none where they are installed as copies. */
  public get sharingPackages(): string[] {
    return this.monorepo === undefined || this.injectedPackages.length > 0 ? [] : sharingPackages(this.rootManifest, this.monorepo);
  }

  public get rootMembers(): string[] {
    return this.once('rootMembers', () => {
      const found = this.members.map(({ directory }) => directory);
      this.findings.decide('rootMembers', listed(found), this.files.manifestSource('workspaces'), found.length > 0
        ? 'the packages of which it is the root' : 'it is no root of a monorepo');
      return found;
    });
  }

  public get linkedDirectories(): string[] {
    return this.once('linkedDirectories', () => {
      const own = linkedDirectories(this.dependent);
      const found = sortedUnique([...own, ...this.shared?.linked ?? []]);
      this.findings.decide('linkedDirectories', listed(found), this.files.manifestSource('dependencies'), 'the directories that production dependencies link to');
      return found;
    });
  }

  public get nativeContext(): NativeContext {
    return {
      files: this.root,
      manifest: this.rootManifest,
      lockfile: this.lockfiles.own,
      reading: withoutCopies(this.lockfiles.reading, this.siblings, this.injectedPackages),
      configuration: this.configuration,
    };
  }

  public get nativeModules(): NativeModules {
    return this.once('nativeModules', () => detectNativeModules(this.nativeContext, this.props.nativeModules, this.findings));
  }

  /** The dependencies whose scripts an install runs. */
  public get dependencyScripts(): string[] {
    return this.once('dependencyScripts', () => detectDependencyScripts(this));
  }

  public get installation(): Installation {
    return this.once('installation', () => detectInstallation({
      files: this.root,
      manifest: this.rootManifest,
      manager: this.packageManager,
      configuration: this.configuration,
      lockfile: this.lockfiles.own,
      packages: this.lockfiles.reading?.packages,
      ofMembers: this.members.length > 0 || (this.shared?.installScripts.length ?? 0) > 0
        || this.props.installScripts?.some(({ packagePath }) => packagePath !== undefined) === true,
    }, this.findings));
  }

  public get buildOnlyFiles(): string[] {
    return this.once('buildOnlyFiles', () => detectBuildOnlyFiles(this.root, [...this.packageDirectories, ...this.nestedPackages], this.findings));
  }

  public get infrastructure(): string[] {
    return this.once('infrastructure', () => {
      const use = new ApplicationUse(this.root, this.packageDirectories.map(directory =>
        ({ directory, entry: this.startedFile, scripts: scriptsOfImage(this.rootPackages.at(directory)?.scripts ?? {}) })));
      return detectInfrastructure(this.root, this.packageDirectories, use, this.findings);
    });
  }

  public get rootEntries(): RootEntry[] {
    return this.once('rootEntries', () => {
      const writes = this.install.scripts.some(({ needs }) => needs === InstallScriptNeeds.SOURCES);
      return detectRootEntries(this.files, this.props.rootEntries, this.findings, writes ? writtenByInstall(this.files, this.entry) : [])
        .filter(({ name }) => !this.infrastructure.includes(fromInstall(this.location, name)));
    });
  }

  /** Has something looked at beside the facts; what it says stands at its name. */
  public check(name: string, look: (reader: ProjectReader) => void): void {
    this.once(name, () => look(this));
  }

  /** The directories of the packages that the image is made of, relative to where dependencies are installed. */
  private get packageDirectories(): string[] {
    return ['', ...this.shared?.workspace.packages.map(({ path }) => path) ?? []];
  }

  private isMember(path: string): boolean {
    return this.monorepo?.located.members.at(path) !== undefined;
  }
}
