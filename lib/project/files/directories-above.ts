import * as fs from 'fs';
import * as path from 'path';

/**
 * The directories above one, nearest first, up to the one that holds `.git`; none where no directory does.
 *
 * @param top the root of the repository, where it is known
 */
export function directoriesAbove(directory: string, top?: string): string[] {
  const found: string[] = [];
  let current = directory;
  while (top === undefined ? !fs.existsSync(path.join(current, '.git')) : current !== top) {
    const above = path.dirname(current);
    if (above === current) return [];
    found.push(above);
    current = above;
  }
  return found;
}
