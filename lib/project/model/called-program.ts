/**
 * A program that the application runs.
 */
export interface CalledProgram {
  readonly program: string;
  /** The file that runs it. */
  readonly caller: string;
  /**
   * Where it comes from: the image, a dependency by its bare name, a dependency of development, or a download by `npx`.
   */
  readonly from: 'image' | 'path' | 'development' | 'download';
  /** The package that brings it. */
  readonly package?: string;
  /** Variables that say which one it is. */
  readonly variables: readonly string[];
}
