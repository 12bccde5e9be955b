import { lstatSync, readdirSync, rmSync } from 'fs';
import { join } from 'path';
import { copyFile } from '../shared/copy-file';

const MODULES = 'node_modules';

/** Directories that a bundle is taken from, and the one that it is put to. */
export interface BundlePlaces {
  /** The release with its bundles. */
  readonly bundled: string;
  /** The release as it was collected. */
  readonly released: string;
  /** The project after its build. */
  readonly project: string;
}

/**
 * Puts the bundles in the place of what they were made of: what the release has without them and not with them is taken away, what
 * it has with them is put there. Packages stay as they are installed, for tests load more of them than the image has.
 */
export function takeBundle({ bundled, released, project }: BundlePlaces): void {
  const kept = new Set(filesBelow(bundled));
  for (const path of filesBelow(released)) if (!kept.has(path)) rmSync(join(project, path), { force: true });
  for (const path of kept) copyFile(join(bundled, path), join(project, path));
}

/** Files and links below a directory, but for packages. */
function filesBelow(root: string, prefix = ''): string[] {
  return readdirSync(join(root, prefix)).filter(name => name !== MODULES).flatMap(name => {
    const path = join(prefix, name);
    return lstatSync(join(root, path)).isDirectory() ? filesBelow(root, path) : [path];
  });
}
