import { InstalledPackage } from './install-context';
import { RootEntry } from './root-entry';

/**
 * A package of a monorepo, as far as another one needs it.
 */
export interface WorkspacePackage {
  /**
   * The path of its directory, relative to the root.
   */
  readonly path: string;

  /**
   * Its name.
   *
   * @default - it has none
   */
  readonly packageName?: string;

  /**
   * True if it is needed to run, not only to build and to test.
   */
  readonly production: boolean;

  /**
   * The name of the script that builds it.
   *
   * @default - nothing is built
   */
  readonly buildScript?: string;

  /**
   * The directories in which nothing lies but what the build writes, relative to its own directory.
   */
  readonly buildOutput: string[];

  /**
   * The files that other packages load, relative to its own directory.
   */
  readonly exportedFiles: string[];

  /**
   * Entries at the top of its directory that may enter an image, sorted.
   */
  readonly rootEntries: RootEntry[];
}

/**
 * Something that is taken out of a manifest before an install, because the install would fail by it.
 */
export interface ManifestRemoval {
  /**
   * The path of the package whose `package.json` it is, relative to the root.
   */
  readonly path: string;

  /**
   * The field, as `scripts` or `devDependencies`.
   */
  readonly field: string;

  /**
   * The name in the field, or `*` for all of it.
   */
  readonly name: string;

  /**
   * True if it is taken out where production dependencies alone are installed, and is left elsewhere.
   */
  readonly productionOnly: boolean;
}

/**
 * The monorepo that a package is part of, and what of it the package needs.
 */
export interface Workspace {
  /**
   * The absolute path of the root.
   */
  readonly rootDirectory: string;

  /**
   * The path of the package, relative to the root.
   */
  readonly path: string;

  /**
   * The package and all packages of the monorepo that it needs, each after those it depends on; it comes last itself.
   */
  readonly packages: WorkspacePackage[];

  /**
   * The directories of other packages that lie inside of one of these, relative to the root.
   */
  readonly nestedPackages: string[];

  /**
   * Entries of the root that enter the image's build beside the packages: the files at its top, no directory but those that
   * were given.
   */
  readonly rootFiles: string[];

  /**
   * Every file that installing production dependencies reads, relative to the root, sorted.
   */
  readonly productionManifestFiles: string[];

  /**
   * The packages that are installed with what they need: it, and the root where that has dependencies.
   */
  readonly installedPackages: InstalledPackage[];

  /**
   * Fields that are taken out of manifests before an install.
   */
  readonly removals: ManifestRemoval[];
}
