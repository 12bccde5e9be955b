import { resolve } from 'path';
import { AllowedPaths } from '../files/allowed-paths';
import { Bounds } from '../files/bounds';
import { DiskFiles } from '../files/disk-files';
import { directoriesAbove } from '../files/git/repository-root';
import { ProjectFiles } from '../files/project-files';
import { InstalledPeers, withInstalledPeers } from '../manifest/installed-peers';
import { Manifest, readManifest, scriptOf } from '../manifest/manifest';
import { Packages } from '../manifest/packages';
import { listed } from '../model/findings';
import { ProjectError } from '../model/project-error';
import { Places } from '../node-version/detect-node-version';
import { LockfileReading } from '../package-managers/definition/definition';
import { Closure, closureOf } from './closure';
import { findStarted, findWorkspace, LocatedWorkspace } from './find-workspace';
import { MemberFiles } from './member-files';
import { relocated } from './relocated-bins';
import { requireResolvable, RUSH } from './require-resolvable';
import { rootMembers } from './root-members';

/**
 * Where a package lies, and where its dependencies are installed: in its own directory, or at the root of its monorepo.
 */
export interface PackageLocation {
  readonly files: ProjectFiles;
  readonly manifest: Manifest;
  readonly install: { readonly files: ProjectFiles; readonly manifest: Manifest; readonly packages: Packages };
  readonly monorepo?: { readonly located: LocatedWorkspace; readonly closure: Closure };
  /** The root of the repository, where it is known; else `.git` marks it. */
  readonly top?: string;
  /** The script that starts it, where the root of its monorepo says which. */
  readonly startScript?: string;
}

/**
 * The location of a package on disk. The root of a monorepo that does nothing but start one of its packages is that package.
 *
 * @param started whether a prop says what is started
 * @param top the root of the repository, where it is known: nothing above it is read
 * @param paths what is seen though git ignores it
 * @throws ProjectError if there is none, or it is to be a package of a monorepo that does not name it
 */
export function locateOnDisk(
  directory: string, projectRoot: string | undefined, started = false, top?: string, paths = AllowedPaths.NONE,
): PackageLocation {
  const allowed = { directory: resolve(directory), paths };
  const alone = new DiskFiles(directory, { allowed, bounds: Bounds.around(resolve(directory), top) });
  const located = findWorkspace(alone, projectRoot, top);
  if (located) return { ...memberLocation(located), top };
  const member = projectRoot === undefined && !started ? findStarted(alone) : undefined;
  if (member) return { ...memberLocation(member.located), top, startScript: member.script };
  const location = locationOf(alone, top);
  requireResolvable(alone, location.manifest, top);
  return { ...location, top };
}

function memberLocation(located: LocatedWorkspace): PackageLocation {
  const files = new MemberFiles(located.root, located.path);
  const manifest = requireManifest(files);
  const packages = new Packages(located.root, located.manifest);
  return {
    files,
    manifest,
    install: { files: located.root, manifest: located.manifest, packages },
    monorepo: { located, closure: closureOf(located.manifest, located.path, located.members) },
  };
}

/**
 * The location of a package that stands alone.
 */
export function locationOf(files: ProjectFiles, top?: string): PackageLocation {
  const manifest = requireManifest(files, top);
  return { files, manifest, install: { files, manifest, packages: new Packages(files, manifest) } };
}

/**
 * The same location, whose manifests have among their dependencies the peer dependencies that an install brings.
 */
export function withPeers(location: PackageLocation, peers: InstalledPeers | undefined): PackageLocation {
  const root = withInstalledPeers(location.install.manifest, peers);
  const { monorepo } = location;
  return {
    ...location,
    manifest: withInstalledPeers(location.manifest, peers),
    install: { files: location.install.files, manifest: root, packages: new Packages(location.install.files, root) },
    monorepo: monorepo && {
      located: { ...monorepo.located, manifest: root },
      closure: { ...monorepo.closure, members: monorepo.closure.members.map(member => withInstalledPeers(member, peers)) },
    },
  };
}

/**
 * Where versions are declared. Above that it is the directories up to the root of the repository.
 */
export function placesOf({ files, manifest, install, monorepo, top }: PackageLocation): Places {
  const above = install.files.onDisk ? directoriesAbove(install.files.directory, top) : [];
  const depth = monorepo ? monorepo.located.path.split('/').length : 0;
  return {
    own: [{ files, manifest }, ...monorepo ? [install] : []],
    above: above.map((directory, index) => ({ files: new DiskFiles(directory, { prefix: '../'.repeat(depth + index + 1), bounds: Bounds.around(directory, top) }), manifest })),
  };
}

/**
 * The lockfile as the package sees it.
 */
export function lockfileOf({ manifest, monorepo }: PackageLocation, reading: LockfileReading | undefined): LockfileReading | undefined {
  return monorepo && reading ? relocated(reading, monorepo.located.path, manifest) : reading;
}

/**
 * Where commands of dependencies are linked, relative to the package.
 */
export function binDirectoriesOf(location: PackageLocation): string[] | undefined {
  return location.monorepo && ['node_modules/.bin', `${rootPathOf(location)}node_modules/.bin`];
}

/**
 * The way from the package to where its dependencies are installed: it ends with a slash, or is empty.
 */
export function rootPathOf({ monorepo }: PackageLocation): string {
  return monorepo ? '../'.repeat(monorepo.located.path.split('/').length) : '';
}

/**
 * A path of the package from where its dependencies are installed.
 */
export function fromInstall({ monorepo }: PackageLocation, path: string): string {
  return monorepo ? `${monorepo.located.path}/${path}` : path;
}

function requireManifest(files: ProjectFiles, top?: string): Manifest {
  const manifest = readManifest(files, '');
  if (manifest) return manifest;
  const nx = files.onDisk && files.kind('project.json') === 'file' ? directoriesAbove(files.directory, top).find(isNxRoot) : undefined;
  const members = rootMembers(files);
  if (members.length > 0) {
    const named = members.filter(member => scriptOf(member, 'start') !== undefined);
    throw new ProjectError(`there is no package.json in ${files.directory}, which is the root of a monorepo: `
      + `change the prop directory to one of its packages, ${listed((named.length > 0 ? named : members).map(({ directory }) => directory))}`);
  }
  if (files.kind(RUSH) === 'file') {
    throw new ProjectError(`there is no package.json in ${files.directory}, which is a monorepo of Rush: change the prop directory to one of the projects that ${RUSH} names`);
  }
  throw new ProjectError(nx === undefined
    ? `there is no package.json in ${files.directory}: change the prop directory to the one that holds it`
    : `${files.directory} is a project of the Nx workspace ${nx}, which has one package.json for all: change the prop directory to ${nx}, `
      + 'and the scripts build, test and start there to those of this project ("nx build NAME", ...), or set the props buildScript and startScript');
}

/**
 * True if a directory is the root of an Nx workspace.
 */
function isNxRoot(directory: string): boolean {
  const files = new DiskFiles(directory);
  return files.kind('nx.json') === 'file' && files.kind('package.json') === 'file';
}
