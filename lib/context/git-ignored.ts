import * as fs from 'fs';
import * as path from 'path';
import { Gitignore } from '../project/files/git/gitignore';

/**
 * True if git ignores a file, by the `.gitignore` files of the directories from the root of the repository to its own.
 * Where there is no repository, it is those below `root`.
 *
 * @param relative the path of the file from `root`, with slashes
 */
export function isIgnoredByGit(root: string, relative: string): boolean {
  const absolute = path.join(root, relative);
  const directories: string[] = [];
  for (let directory = path.dirname(absolute); ; directory = path.dirname(directory)) {
    directories.push(directory);
    if (fs.existsSync(path.join(directory, '.git')) || path.dirname(directory) === directory) break;
  }
  const inRepository = fs.existsSync(path.join(directories[directories.length - 1], '.git'));
  return directories
    .filter(directory => inRepository || directory === root || directory.startsWith(root + path.sep))
    .some(directory => ignores(path.join(directory, '.gitignore'), path.relative(directory, absolute).split(path.sep).join('/')));
}

function ignores(file: string, relative: string): boolean {
  // git follows no link here
  return fs.lstatSync(file, { throwIfNoEntry: false })?.isFile() === true && new Gitignore(fs.readFileSync(file, 'utf8')).ignores(relative);
}
