/**
 * Something about a project that works, but that its owner should know.
 */
export interface ProjectWarning {
  /**
   * A stable kebab-case name, e.g. `no-lockfile`, by which the warning can be acknowledged.
   */
  readonly id: string;

  /**
   * Problem, what it costs, and what to do about it.
   */
  readonly message: string;
}
