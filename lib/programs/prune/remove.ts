import { lstatSync, readdirSync, rmdirSync, unlinkSync, utimesSync } from 'fs';
import { dirname } from 'path';

/**
 * Removes files, and directories that are empty without them. What stays keeps its times, so that the same install gives the
 * same layer in every build.
 *
 * @param tops directories that stay, though nothing be left in them
 */
export function removeFiles(files: readonly string[], tops: ReadonlySet<string>): void {
  const times = new Map<string, { atime: Date; mtime: Date }>();
  const remember = (directory: string) => {
    if (times.has(directory)) return;
    const { atime, mtime } = lstatSync(directory);
    times.set(directory, { atime, mtime });
  };
  for (const file of files) {
    let directory = dirname(file);
    remember(directory);
    unlinkSync(file);
    while (!tops.has(directory) && readdirSync(directory).length === 0) {
      remember(dirname(directory));
      rmdirSync(directory);
      times.delete(directory);
      directory = dirname(directory);
    }
  }
  for (const [directory, { atime, mtime }] of times) utimesSync(directory, atime, mtime);
}
