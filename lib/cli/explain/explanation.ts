/** Explanation of a warning. */
export interface Explanation {
  /** Why it is given, and what happens where nothing is done. */
  readonly cause: string;
  /** Remedy. */
  readonly cure: string;
}
