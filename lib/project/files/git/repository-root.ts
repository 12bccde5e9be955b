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
 * The directories above one, nearest first, up to the one that holds `.git`; none where no directory does.
 *
 * @param top the root of the repository, where it is known
 */
export function directoriesAbove(directory: string, top = repositoryRoot(directory)): string[] {
  const found = [...upwards(directory)];
  const end = top === undefined ? -1 : found.indexOf(top);
  return found.slice(1, end + 1);
}

/**
 * True if there is such a directory.
 */
export function isDirectory(directory: string): boolean {
  return fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
