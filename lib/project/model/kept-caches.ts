/** Caches of the tools that build a project. */
export interface KeptCaches {
  /** Hash that tells them from those of other projects, and of this one with other dependencies. */
  readonly key: string;
  /** Their directories, relative to where dependencies are installed. */
  readonly directories: readonly string[];
}
