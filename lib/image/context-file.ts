/** A file that the Dockerfile needs in its build context beside those of the project. */
export interface ContextFile {
  /** The path in the build context. */
  readonly path: string;
  /** The content in Base64. */
  readonly contentBase64: string;
}
