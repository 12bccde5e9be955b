/**
 * One decision about a project: what was decided, where it was read, and why.
 */
export interface ProjectFact {
  /**
   * The decision, named as the property of `NodejsProject` that holds it, e.g. `nodeVersion`.
   */
  readonly name: string;

  /**
   * Value that was decided, as text for people. Empty when there is none.
   */
  readonly value: string;

  /**
   * The file, the field in it, or the prop it came from, e.g. `package.json: engines.node`.
   */
  readonly source: string;

  /**
   * Why this value follows from that source.
   */
  readonly reason: string;
}
