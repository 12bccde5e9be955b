import { posix } from 'path';

/**
 * Joins a path to the directory it is relative to, both relative to the project, with slashes.
 *
 * Undefined if it is absolute or leaves the project. The project itself is the empty string.
 */
export function joinInside(directory: string, relative: string): string | undefined {
  if (posix.isAbsolute(relative) || relative.includes('\0')) return undefined;
  const joined = posix.normalize(posix.join(directory === '' ? '.' : directory, relative)).replace(/\/+$/, '');
  if (joined === '.' || joined === '') return '';
  return joined === '..' || joined.startsWith('../') ? undefined : joined;
}

/**
 * Directory that a relative path lies in; the empty string for one at the top.
 */
export function directoryOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/**
 * True if a path is a directory or something in it.
 */
export function isWithin(directory: string, file: string): boolean {
  return directory === '' || file === directory || file.startsWith(`${directory}/`);
}

/**
 * The texts without repetitions, in the order of their code units: the same on every machine.
 */
export function sortedUnique(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort();
}
