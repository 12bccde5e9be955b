/**
 * The files of a project. Paths are relative to it, with slashes; the project itself is the empty string.
 */
export interface ProjectFiles {
  /** The absolute path of the project. */
  readonly directory: string;

  /** True if there is a disk to look at: without one, a file that is not there proves nothing. */
  readonly onDisk: boolean;

  /** Name of a file in facts. */
  name(path: string): string;

  /** Where a field of `package.json` was read, for facts. */
  manifestSource(field: string): string;

  /**
   * Kind of the entry at a path, seen through symbolic links. A link to nothing is nothing.
   *
   * @throws ProjectError if a symbolic link leads to itself
   */
  kind(path: string): 'file' | 'directory' | undefined;

  /**
   * The text of a file without its byte order mark, undefined if there is none.
   *
   * @throws ProjectError if it cannot be read
   */
  text(path: string): string | undefined;

  /**
   * The names in a directory, sorted; none if it is not a directory.
   *
   * @throws ProjectError if it cannot be read
   */
  list(path: string): string[];

  /** True if somebody allowed a path by its name, so that it enters an image whatever it looks like. */
  allows(path: string): boolean;

  /** True if what lies at a path may be read: links may lead out of the repository, where nothing is. */
  mayRead(path: string): boolean;

  /** The path behind every symbolic link, by which a directory that contains itself is noticed. */
  realPath(path: string): string;
}
