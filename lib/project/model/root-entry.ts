/**
 * A file or a directory at the top of a project.
 */
export interface RootEntry {
  /**
   * Its name, without any slash.
   */
  readonly name: string;

  /**
   * True if it is a directory, or a symbolic link to one.
   */
  readonly directory: boolean;
}
