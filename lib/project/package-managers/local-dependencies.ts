import { filesIn } from '../files/files-in';
import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { declaredDependencies, scriptOf } from '../manifest/manifest';
import { Packages } from '../manifest/packages';
import { ProjectError } from '../model/project-error';
import { PackageManager } from './package-manager';

const LOCAL = /^(file|link|portal):(.*)$/s;

/**
 * A package whose dependencies are looked at, and where.
 */
export interface Dependent {
  readonly files: ProjectFiles;
  readonly packages: Packages;
  readonly manager: PackageManager;
  /** Its directory. */
  readonly directory: string;
  /** True if a directory is a package of the same monorepo, which is not installed but linked. */
  isMember(path: string): boolean;
}

/**
 * The files of dependencies that lie in the project: archives, and directories with a manifest.
 *
 * @throws ProjectError if one of them lies outside of the project
 */
export function localDependencyFiles({ files, packages, manager, directory, isMember }: Dependent): string[] {
  const manifest = packages.at(directory)!;
  return localsOf(declaredDependencies(manifest), directory).flatMap(({ name, specifier, protocol, path }) => {
    if (path === undefined) {
      throw new ProjectError(`the dependency ${name} in ${joinInside(directory, 'package.json')} is ${specifier}, which lies outside of ${files.directory}, and only what is inside can enter an image: `
        + 'make a monorepo of both ("workspaces" in a package.json above them), or put the archive that "npm pack" makes of it into the project');
    }
    return path === '' || isMember(path) ? [] : dependencyFiles(files, packages, manager, protocol, path);
  });
}

/**
 * The directories that production dependencies link to: what runs needs them where they are.
 */
export function linkedDirectories({ files, packages, manager, directory, isMember }: Dependent): string[] {
  const manifest = packages.at(directory)!;
  return localsOf({ ...manifest.optionalDependencies, ...manifest.dependencies }, directory)
    .filter(({ protocol }) => manager._definition.linkingProtocols.includes(protocol))
    .flatMap(({ path }) => path === undefined || path === '' || isMember(path) || files.kind(path) !== 'directory' ? [] : [path]);
}

/**
 * The dependencies that lie on this machine, each with its path; undefined where that leads out of the project.
 */
function localsOf(declared: { readonly [name: string]: string }, directory: string) {
  return Object.entries(declared).flatMap(([name, specifier]) => {
    const [, protocol, target] = LOCAL.exec(specifier) ?? [];
    return target === undefined ? [] : [{ name, specifier, protocol, path: joinInside(directory, target) }];
  });
}

function dependencyFiles(files: ProjectFiles, packages: Packages, manager: PackageManager, protocol: string, path: string): string[] {
  if (files.kind(path) === 'file') return [path];
  const manifest = files.kind(path) === 'directory' ? packages.at(path) : undefined;
  if (!manifest) return [];
  // A link needs no more than the manifest, as long as nothing runs in there and no command is linked.
  const runs = manager._definition.installLifecycle.some(script => scriptOf(manifest, script) !== undefined);
  return manager._definition.linkingProtocols.includes(protocol) && !runs && !manifest.hasBin ? [`${path}/package.json`] : filesIn(files, path);
}
