import * as path from 'path';
import { clearLeftovers } from './write-atomically';

const DONE = new WeakMap<object, Set<string>>();

/**
 * Finishes a directory of the output at most once in a synthesis: what lies there is looked at when the synthesis comes upon
 * it, and is its own after that.
 *
 * @param synthesis what stands for the synthesis
 */
export function finishOnce(synthesis: object, directory: string, finish: () => void): void {
  const done = DONE.get(synthesis) ?? new Set();
  DONE.set(synthesis, done);
  const outdir = path.dirname(directory);
  if (!done.has(outdir)) clearLeftovers(outdir);
  done.add(outdir);
  if (done.has(directory)) return;
  finish();
  done.add(directory);
}
