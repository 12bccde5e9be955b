/**
 * A directory that the application writes to where it runs.
 */
export interface WrittenDirectory {
  /** The directory, relative to the package; empty where it is the package itself, absolute where it is none of its. */
  readonly directory: string;
  /** The file that writes, or the script. */
  readonly writer: string;
  /** Function by which it does, or the package. */
  readonly by: string;
  /** Variables that name another place. */
  readonly variables: readonly string[];
  /** The script without which nothing is written, where what it runs does so. */
  readonly script?: string;
}
