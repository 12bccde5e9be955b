import { DiskFiles } from './files/disk-files';
import { ProjectFiles } from './files/project-files';
import { Manifest, readManifest } from './manifest/manifest';
import { Place } from './node-version/detect-node-version';
import { LockfileReading } from './package-managers/definition';
import { ProjectError } from './project-error';
import { Packages } from './scripts/packages';
import { Closure, closureOf } from './workspace/closure';
import { findWorkspace, LocatedWorkspace } from './workspace/find-workspace';
import { MemberFiles } from './workspace/member-files';
import { relocated } from './workspace/relocated-bins';

/**
 * Where a package lies, and where its dependencies are installed: in its own directory, or at the root of its monorepo.
 */
export interface Site {
  readonly files: ProjectFiles;
  readonly manifest: Manifest;
  readonly install: { readonly files: ProjectFiles; readonly manifest: Manifest; readonly packages: Packages };
  readonly monorepo?: { readonly located: LocatedWorkspace; readonly closure: Closure };
}

/**
 * The site of a package on disk.
 *
 * @throws ProjectError if there is none, or it is to be a package of a monorepo that does not name it
 */
export function siteOnDisk(directory: string, projectRoot: string | undefined): Site {
  const alone = new DiskFiles(directory);
  const located = findWorkspace(alone.directory, projectRoot);
  if (!located) return siteOf(alone);
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
 * The site of a package that stands alone.
 */
export function siteOf(files: ProjectFiles): Site {
  const manifest = requireManifest(files);
  return { files, manifest, install: { files, manifest, packages: new Packages(files, manifest) } };
}

/**
 * Where versions are declared.
 */
export function placesOf({ files, manifest, install, monorepo }: Site): Place[] {
  return [{ files, manifest }, ...monorepo ? [install] : []];
}

/**
 * The lockfile as the package sees it.
 */
export function lockfileOf({ manifest, monorepo }: Site, reading: LockfileReading | undefined): LockfileReading | undefined {
  return monorepo && reading ? relocated(reading, monorepo.located.path, manifest) : reading;
}

/**
 * The lockfile, asked about every manifest that is installed.
 */
export function lockfileOfAll({ monorepo }: Site, reading: LockfileReading | undefined): LockfileReading | undefined {
  if (!monorepo || !reading) return reading;
  const { located: { members }, closure } = monorepo;
  return {
    ...reading,
    missing: manifest => [manifest, ...closure.members].flatMap(each => reading.missing(each).filter(name => members.named(name) === undefined)),
  };
}

/**
 * Where commands of dependencies are linked, relative to the package.
 */
export function binDirectoriesOf(site: Site): string[] | undefined {
  return site.monorepo && ['node_modules/.bin', `${rootPathOf(site)}node_modules/.bin`];
}

/**
 * The way from the package to where its dependencies are installed: it ends with a slash, or is empty.
 */
export function rootPathOf({ monorepo }: Site): string {
  return monorepo ? '../'.repeat(monorepo.located.path.split('/').length) : '';
}

/**
 * A path of the package from where its dependencies are installed.
 */
export function fromInstall({ monorepo }: Site, path: string): string {
  return monorepo ? `${monorepo.located.path}/${path}` : path;
}

function requireManifest(files: ProjectFiles): Manifest {
  const manifest = readManifest(files, '');
  if (!manifest) {
    throw new ProjectError(`there is no package.json in ${files.directory}: change the prop directory to the one that holds it`);
  }
  return manifest;
}
