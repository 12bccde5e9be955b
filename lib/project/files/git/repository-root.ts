import * as fs from 'fs';
import * as path from 'path';
import { upwards } from '../../text/upwards';

/**
 * The directory that holds `.git`, from a directory upwards; undefined where none does.
 */
export function repositoryRoot(directory: string): string | undefined {
  return [...upwards(path.resolve(directory))].find(current => fs.existsSync(path.join(current, '.git')));
}

/**
 * True if there is such a directory.
 */
export function isDirectory(directory: string): boolean {
  return fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
