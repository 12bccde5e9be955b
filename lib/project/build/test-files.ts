import { isNeverAllowed } from '../files/never-allowed';
import { ProjectFiles } from '../files/project-files';

const DIRECTORIES = ['test', 'tests', '__tests__', 'spec', 'e2e'];

/**
 * No more files are read than these: one that loads what the build writes is rarely alone.
 */
const MAX_FILES = 40;

/**
 * The first test that loads something from one of the directories which the build writes, undefined if none does.
 */
export function testThatLoads(files: ProjectFiles, directories: readonly string[]): string | undefined {
  if (directories.length === 0) return undefined;
  const names = directories.map(directory => directory.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');
  const loads = new RegExp(`['"\`](?:\\.{1,2}/)+(?:${names})(?:/|['"\`])`);
  const found: string[] = [];
  const queue = DIRECTORIES.filter(directory => files.kind(directory) === 'directory');
  for (const directory of queue) {
    for (const name of files.list(directory).filter(candidate => !isNeverAllowed(candidate))) {
      if (found.length >= MAX_FILES || queue.length >= MAX_FILES) break;
      const path = `${directory}/${name}`;
      if (/\.[cm]?[jt]sx?$/.test(name) && files.kind(path) === 'file') found.push(path);
      else if (!name.includes('.') && files.kind(path) === 'directory') queue.push(path);
    }
  }
  return found.find(path => loads.test(files.text(path) ?? ''));
}
