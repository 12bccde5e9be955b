/**
 * Text that the application draws into pictures with the fonts of the system.
 */
export interface DrawnText {
  /** The package that draws it. */
  readonly package: string;
  /** The file that has it drawn. */
  readonly caller: string;
}
