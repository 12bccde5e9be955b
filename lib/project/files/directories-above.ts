import * as fs from 'fs';
import * as path from 'path';

/**
 * The directories above one, nearest first, up to the one that holds `.git`; none where no directory does.
 */
export function directoriesAbove(directory: string): string[] {
  const found: string[] = [];
  let current = directory;
  while (!fs.existsSync(path.join(current, '.git'))) {
    const above = path.dirname(current);
    if (above === current) return [];
    found.push(above);
    current = above;
  }
  return found;
}
