import { Reason } from './reasons';

/** What the release has, and what it has not. */
export interface Collection {
  readonly kept: readonly string[];
  /** What is left out, by its reason. */
  readonly left: ReadonlyMap<string, Reason | 'unread'>;
  /** What is kept though there was a reason against it, and what speaks for it. */
  readonly evidence: ReadonlyMap<string, string>;
  /** The code that the start leads to, where it was followed. */
  readonly followed?: ReadonlySet<string>;
  /** What a reader of the log should know. */
  readonly notes: readonly string[];
}
