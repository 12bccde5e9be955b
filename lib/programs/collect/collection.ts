import { Reason } from './reasons';

/** Files that the release has, and what it has not. */
export interface Collection {
  readonly kept: readonly string[];
  /** Files that are left out, by its reason. */
  readonly left: ReadonlyMap<string, Reason | 'unread'>;
  /** Files that are kept though there was a reason against it, and what speaks for it. */
  readonly evidence: ReadonlyMap<string, string>;
  /** The code that the start leads to, where it was followed. */
  readonly followed?: ReadonlySet<string>;
  /** Remarks for a reader of the log. */
  readonly notes: readonly string[];
}
