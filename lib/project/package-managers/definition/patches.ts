import { ProjectFiles } from '../../files/project-files';
import { joinInside } from '../../files/relative-path';

/**
 * Patches of dependencies by what they change, as pnpm and Bun write them.
 */
export type PatchedDependencies = { readonly [dependency: string]: unknown };

/**
 * The files with the patches.
 */
export function patchFiles(files: ProjectFiles, directory: string, patched: readonly PatchedDependencies[]): string[] {
  return patched.flatMap(patches => Object.values(patches))
    .flatMap(value => typeof value === 'string' ? joinInside(directory, value) ?? [] : [])
    .filter(path => files.kind(path) === 'file');
}
