/**
 * A file or a directory that the server of a framework reads. All of it is taken, modules that lie in it included.
 */
export interface ReleaseFile {
  /**
   * Where it lies in the project.
   */
  readonly path: string;

  /**
   * Where it lies in the image, relative to the directory of the application. `.` is that directory itself;
   * in a monorepo, `..` leads out of it towards the root.
   *
   * @default - the same path
   */
  readonly target?: string;

  /**
   * True if an application may do without it.
   *
   * @default false
   */
  readonly optional?: boolean;
}
