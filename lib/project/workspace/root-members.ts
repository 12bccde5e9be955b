import { ProjectFiles } from '../files/project-files';
import { Manifest, scriptOf } from '../manifest/manifest';
import { Members } from './members';
import { readWorkspaceDeclaration } from './workspace-sources';

/**
 * Every package of a monorepo, for its root: an install there is one of all of them.
 */
export function rootMembers(root: ProjectFiles): readonly Manifest[] {
  const declaration = root.onDisk ? readWorkspaceDeclaration(root) : undefined;
  return declaration ? new Members(root, declaration).all : [];
}

/**
 * The directories of the packages that a root names and that have a script `start`; of all where none has.
 */
export function startableMembers(root: ProjectFiles): string[] {
  const members = rootMembers(root);
  const started = members.filter(member => scriptOf(member, 'start') !== undefined);
  return (started.length > 0 ? started : members).map(member => member.directory);
}
