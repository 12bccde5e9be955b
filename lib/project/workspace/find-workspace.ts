import * as path from 'path';
import { DiskFiles } from '../files/disk-files';
import { ProjectFiles } from '../files/project-files';
import { once } from '../files/seen-disk';
import { declaredDependencies, emptyManifest, Manifest, readManifest } from '../manifest/manifest';
import { ProjectError } from '../model/project-error';
import { findLockfiles, hasSeparateLockfiles } from '../package-managers/lockfile';
import { Members } from './members';
import { startedMember } from './started-member';
import { readWorkspaceDeclaration, WorkspaceDeclaration } from './workspace-sources';

/**
 * The monorepo that a package is part of.
 */
export interface LocatedWorkspace {
  readonly root: DiskFiles;
  readonly manifest: Manifest;
  readonly members: Members;
  /** The path of the package from the root, with slashes. */
  readonly path: string;
  /** How it was found. */
  readonly source: string;
}

/**
 * Finds the monorepo that a directory is a package of, undefined if it stands alone.
 *
 * @param projectRoot the root, where it is given; the directory itself stands alone
 * @param top the root of the repository, where it is known: above it there is none
 * @throws ProjectError if the root that is given does not name the directory, or a root above it does not and no
 * lockfile says with which versions to install it
 */
export function findWorkspace(project: DiskFiles, projectRoot: string | undefined, top?: string): LocatedWorkspace | undefined {
  if (projectRoot !== undefined) return givenWorkspace(project, projectRoot);
  const { directory } = project;
  let unlisting: { readonly root: string; readonly declaration: WorkspaceDeclaration } | undefined;
  for (let below = directory, root = path.dirname(directory); below !== top && root !== below; below = root, root = path.dirname(root)) {
    const declaration = declarationIn(root, project);
    if (declaration?.patterns.includes(pathFrom(root, directory))) {
      const files = rootFiles(root, project);
      // A lockfile of its own, where the root has none: packages of one repository that are installed one by one.
      return findLockfiles(files).length === 0 && findLockfiles(project).length > 0 && !hasSeparateLockfiles(files)
        ? undefined : located(files, declaration, directory, `${files.name(declaration.file)}: ${declaration.field}`);
    }
    if (declaration) unlisting ??= { root, declaration };
  }
  if (unlisting) requireLockfile(project, unlisting.root, unlisting.declaration);
  return undefined;
}

/**
 * The package of the monorepo at a directory that its root starts, undefined if the directory is no such root, or starts
 * something itself.
 *
 * @throws ProjectError if it starts several, or none that is there
 */
export function findStarted(root: DiskFiles): { readonly located: LocatedWorkspace; readonly script: string } | undefined {
  const declaration = readWorkspaceDeclaration(root);
  const manifest = declaration && readManifest(root, '');
  const started = manifest && startedMember(root, manifest, membersOf(root, declaration));
  if (!started) return undefined;
  const directory = path.join(root.directory, started.path);
  const files = rootFiles(root.directory, { directory, allowed: root.allowed, bounds: root.bounds });
  return { located: located(files, declaration, directory, files.manifestSource(started.script.source)), script: started.script.name };
}

function givenWorkspace(project: DiskFiles, projectRoot: string): LocatedWorkspace | undefined {
  const { directory } = project;
  const root = new DiskFiles(projectRoot, { prop: 'projectRoot' }).directory;
  const relative = pathFrom(root, directory);
  if (relative === '') return undefined;
  if (relative === '..' || relative.startsWith('../') || path.isAbsolute(relative)) {
    throw new ProjectError(`${directory} does not lie in ${root}: change the prop projectRoot to a directory above it`);
  }
  const files = rootFiles(root, project);
  const declaration = readWorkspaceDeclaration(files);
  if (!declaration) {
    throw new ProjectError(`${root} names no packages, so it is not the root of a monorepo: add "workspaces" to its package.json, or "packages" to its pnpm-workspace.yaml, or change the prop projectRoot`);
  }
  if (!declaration.patterns.includes(relative)) {
    throw new ProjectError(`${declaration.file} in ${root} names the packages ${named(declaration)}, and not ${relative}: add it there, or change the prop projectRoot`);
  }
  return located(files, declaration, directory, 'props: projectRoot');
}

function located(root: DiskFiles, declaration: WorkspaceDeclaration, directory: string, source: string): LocatedWorkspace {
  // A root of pnpm may do without.
  const manifest = readManifest(root, '') ?? emptyManifest('');
  return { root, manifest, members: membersOf(root, declaration), path: pathFrom(root.directory, directory), source };
}

/** They are the same for all packages of a monorepo, but where a package is allowed what git ignores. */
function membersOf(root: DiskFiles, declaration: WorkspaceDeclaration): Members {
  const { directory, bounds, allowed } = root;
  const reasons = allowed?.paths.reasons ?? {};
  const own = Object.keys(reasons).length > 0 ? [allowed!.directory, reasons] : [];
  return once('members', JSON.stringify([directory, bounds.root, declaration.file, declaration.patterns.texts, own]), () => new Members(root, declaration));
}

/**
 * Declaration of packages in a directory above the project. What cannot be read there is none of our business.
 */
function declarationIn(root: string, project: DiskFiles): WorkspaceDeclaration | undefined {
  try {
    return readWorkspaceDeclaration(rootFiles(root, project));
  } catch (error) {
    if (error instanceof ProjectError) return undefined;
    throw error;
  }
}

function requireLockfile(project: ProjectFiles, root: string, declaration: WorkspaceDeclaration) {
  const manifest = readManifest(project, '');
  if (!manifest || Object.keys(declaredDependencies(manifest)).length === 0) return;
  if (readWorkspaceDeclaration(project) || findLockfiles(project).length > 0) return;
  throw new ProjectError(
    `${pathFrom(root, project.directory)} lies in ${root}, whose ${declaration.file} names the packages ${named(declaration)} and not this one, and it has no lockfile of its own: `
    + `add it there, commit a lockfile beside its package.json, or set the prop projectRoot to ${project.directory} to install it alone without one`,
  );
}

function named(declaration: WorkspaceDeclaration): string {
  return declaration.patterns.texts.join(', ') || '(none)';
}

function rootFiles(root: string, { directory, allowed, bounds }: Pick<DiskFiles, 'directory' | 'allowed' | 'bounds'>): DiskFiles {
  // Where there is no repository, the bounds of a package are narrower than its monorepo.
  return new DiskFiles(root, { prop: 'projectRoot', prefix: `${pathFrom(directory, root)}/`, allowed, bounds: bounds.over(root) });
}

function pathFrom(from: string, to: string): string {
  return path.relative(from, to).split(path.sep).join('/');
}
