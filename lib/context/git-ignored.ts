import * as fs from 'fs';
import * as path from 'path';
import { Gitignore } from '../project/files/git/gitignore';
import { repositoryRoot } from '../project/files/git/repository-root';
import { upwards } from '../project/text/upwards';

/**
 * True if git ignores a file, by the `.gitignore` files of the directories from the root of the repository to its own.
 * Where there is no repository, it is those below `root`.
 *
 * @param relative the path of the file from `root`, with slashes
 */
export function isIgnoredByGit(root: string, relative: string): boolean {
  const absolute = path.resolve(root, relative);
  const top = repositoryRoot(path.dirname(absolute)) ?? path.resolve(root);
  return [...upwards(path.dirname(absolute))]
    .filter(directory => directory === top || directory.startsWith(top + path.sep))
    .some(directory => ignores(path.join(directory, '.gitignore'), path.relative(directory, absolute).split(path.sep).join('/')));
}

function ignores(file: string, relative: string): boolean {
  // git follows no link here
  return fs.lstatSync(file, { throwIfNoEntry: false })?.isFile() === true && new Gitignore(fs.readFileSync(file, 'utf8')).ignores(relative);
}
