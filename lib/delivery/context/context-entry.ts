/** Something that enters a build context, by its path from the context's root, with `/` between. */
export interface ContextEntry {
  readonly path: string;
  /** Where its content lies on disk; none for a symbolic link. */
  readonly source?: string;
  /** What a symbolic link points to. */
  readonly link?: string;
  /** Whether it can be executed: the one bit of a file's mode that the image keeps. */
  readonly executable: boolean;
}
