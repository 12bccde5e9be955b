import { ProjectFiles } from '../files/project-files';
import { Findings } from '../model/findings';
import { Manifest } from './manifest';
import { Packages } from './packages';

/**
 * Reader of a package, as far as whatever is found out about one asks it. What a detector asks beyond that it names itself.
 */
export interface PackageReader {
  readonly files: ProjectFiles;
  readonly manifest: Manifest;
  /** The package, and those that lie in it. */
  readonly packages: Packages;
  readonly findings: Findings;
}
