import * as fs from 'fs';
import * as path from 'path';

/**
 * The directory that holds `.git`, from a directory upwards; undefined where none does.
 */
export function repositoryRoot(directory: string): string | undefined {
  for (let current = path.resolve(directory); ; current = path.dirname(current)) {
    if (fs.existsSync(path.join(current, '.git'))) return current;
    if (path.dirname(current) === current) return undefined;
  }
}

/**
 * True if there is such a directory.
 */
export function isDirectory(directory: string): boolean {
  return fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
