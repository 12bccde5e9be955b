import { ProjectFiles } from '../files/project-files';
import { Manifest, readManifest } from '../manifest/manifest';

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
}
