import { isCode } from './paths';
import { Tree } from './tree';

/** Code that is larger is what a bundler made of much, and it is followed only where the start leads to it. */
export const LARGEST_ROOT = 256 * 1024;

/** True if a file is a program for Node.js. */
export function isProgram(path: string, tree: Tree): boolean {
  const entry = tree.entries.get(path);
  if (entry?.kind === 'link') return isCode(path);
  if (entry?.kind !== 'file') return false;
  return isCode(path) || (!/\.[A-Za-z]\w*$/.test(path) && entry.size < LARGEST_ROOT && /^#!.*\bnode\b/.test(tree.text(path)));
}
