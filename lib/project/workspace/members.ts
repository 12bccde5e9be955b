import { relative, sep } from 'path';
import { isNeverAllowed } from '../files/never-allowed';
import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { Manifest, readManifest } from '../manifest/manifest';
import { ProjectError } from '../model/project-error';
import { WorkspaceDeclaration } from './workspace-sources';

/**
 * Every package of a monorepo, by its path from the root and by its name.
 */
export class Members {
  private readonly paths = new Map<string, Manifest>();
  private readonly names = new Map<string, Manifest>();

  /**
   * @throws ProjectError if a manifest cannot be read, or two packages have one name
   */
  constructor(public readonly root: ProjectFiles, public readonly declaration: WorkspaceDeclaration) {
    for (const path of directoriesOf(root, declaration, '', [])) {
      const manifest = readManifest(root, path);
      if (!manifest) continue;
      this.paths.set(path, manifest);
      const name = manifest.name;
      const other = name === undefined ? undefined : this.names.get(name);
      if (other) {
        throw new ProjectError(`two packages of ${root.directory} are named ${name}, ${other.directory} and ${path}: rename one of them`);
      }
      if (name !== undefined) this.names.set(name, manifest);
    }
  }

  /** The manifests, by path. */
  public get all(): Manifest[] {
    return [...this.paths.values()];
  }

  /** The package in a directory, undefined if there is none. */
  public at(path: string): Manifest | undefined {
    return this.paths.get(path);
  }

  /** The package of a name, undefined if there is none. */
  public named(name: string): Manifest | undefined {
    return this.names.get(name);
  }
}

/**
 * Below a link to what it is in, or out of the monorepo, there is no package of it; that may be the whole disk.
 */
function directoriesOf(root: ProjectFiles, declaration: WorkspaceDeclaration, directory: string, above: readonly string[]): string[] {
  const real = root.realPath(directory);
  const [top = real] = above;
  if (above.includes(real) || joinInside('', relative(top, real).replaceAll(sep, '/')) === undefined) return [];
  return root.list(directory).filter(name => !isNeverAllowed(name)).flatMap(name => {
    const path = directory === '' ? name : `${directory}/${name}`;
    const included = declaration.patterns.includes(path);
    const below = declaration.patterns.mayIncludeBelow(path);
    if ((!included && !below) || root.kind(path) !== 'directory' || !root.mayRead(path)) return [];
    return [...included ? [path] : [], ...below ? directoriesOf(root, declaration, path, [...above, real]) : []];
  });
}
