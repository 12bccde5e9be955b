/**
 * How far something is that a service does on its own. What it is at is told while it goes on; a reason is told where it will
 * never be done.
 */
export type Progress = { readonly kind: 'ended' } | { readonly kind: 'at'; readonly state: string } | { readonly kind: 'failed'; readonly reason: string };

/** It is done. */
export const ENDED: Progress = { kind: 'ended' };

/** It goes on; where the service says nothing of it, it has not begun. */
export function at(state: string | undefined): Progress {
  return { kind: 'at', state: state || 'not begun' };
}

/** It will never be done. */
export function failed(reason: string): Progress {
  return { kind: 'failed', reason };
}
