import { ProjectFiles } from '../files/project-files';

/**
 * Where a program's sources lie.
 */
export interface Sources {
  /** The files of the root of the monorepo; those of the project where it stands alone. */
  readonly files: ProjectFiles;
  /** Where the project lies in it; empty if it stands alone. */
  readonly path: string;
  /** Words that the build is given, in words: a bundler is told what it begins with. */
  readonly buildWords: readonly string[];
  /** Where a package of the monorepo lies. */
  packageDirectory(name: string): string | undefined;
}
