import { Manifest } from '../manifest/manifest';
import { Closure } from './closure';
import { LocatedWorkspace } from './find-workspace';
import { memberDependencies } from './member-dependencies';

/**
 * The packages of the monorepo, the root among them, that bring dependencies into the image of a package and of every other one
 * that needs them, too.
 */
export function sharingPackages(
  root: Manifest, { located: { path, members }, closure }: { readonly located: LocatedWorkspace; readonly closure: Closure },
): string[] {
  return [root, ...closure.members.filter(({ directory }) => directory !== path && closure.production.has(directory))]
    .filter(manifest => {
      const own = new Set(memberDependencies(manifest, members).map(({ name }) => name));
      return Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }).some(name => !own.has(name));
    })
    .map(({ directory }) => directory);
}
