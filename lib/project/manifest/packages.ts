import { ProjectFiles } from '../files/project-files';
import { joinInside } from '../files/relative-path';
import { Manifest, readManifest } from './manifest';

/**
 * The packages of a project: the one at its top, and those nested in it. Each is read once.
 */
export class Packages {
  private readonly manifests = new Map<string, Manifest | undefined>();

  constructor(private readonly files: ProjectFiles, root: Manifest) {
    this.manifests.set('', root);
  }

  /**
   * The manifest in a directory, undefined if there is none.
   */
  public at(directory: string): Manifest | undefined {
    if (!this.manifests.has(directory)) {
      this.manifests.set(directory, readManifest(this.files, directory));
    }
    return this.manifests.get(directory);
  }

  /**
   * True if there is a file at a path, relative to a directory.
   */
  public hasFile(directory: string, path: string): boolean {
    const target = joinInside(directory, path);
    return target !== undefined && target !== '' && this.files.kind(target) === 'file';
  }

  /**
   * True if a file at a path, relative to a directory, enters an image whatever its name is.
   */
  public allows(directory: string, path: string): boolean {
    const target = joinInside(directory, path);
    return target !== undefined && target !== '' && this.files.allows(target);
  }

  /**
   * The text of a file at a path, relative to a directory; undefined if there is none.
   */
  public text(directory: string, path: string): string | undefined {
    return this.hasFile(directory, path) ? this.files.text(joinInside(directory, path)!) : undefined;
  }
}
