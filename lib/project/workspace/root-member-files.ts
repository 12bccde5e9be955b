import { ProjectFiles } from '../files/project-files';
import { scriptOf } from '../manifest/manifest';
import { Members } from './members';
import { readWorkspaceDeclaration } from './workspace-sources';

/**
 * The manifests of every package of a monorepo, for its root: an install there is one of all of them.
 */
export function rootMemberFiles(root: ProjectFiles): string[] {
  const declaration = root.onDisk ? readWorkspaceDeclaration(root) : undefined;
  return declaration ? new Members(root, declaration).all.map(member => `${member.directory}/package.json`) : [];
}

/**
 * The directories of the packages that a root names and that have a script `start`.
 */
export function startableMembers(root: ProjectFiles): string[] {
  const declaration = root.onDisk ? readWorkspaceDeclaration(root) : undefined;
  return declaration ? new Members(root, declaration).all.filter(member => scriptOf(member, 'start') !== undefined).map(member => member.directory) : [];
}
