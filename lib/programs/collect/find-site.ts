import { posix } from 'path';
import { isWithin } from './paths';
import { Tree } from './tree';

/**
 * The directory that has the page of a site. Settings of a build may be computed, so that what it wrote has the last word: where the
 * page is not where it is looked for, the one directory to which the build wrote one is taken.
 *
 * @param directory where it is looked for
 * @param unit the package that builds it
 */
export function findSite(directory: string, unit: string, tree: Tree): string {
  if (tree.entries.has(posix.join(directory, 'index.html'))) return directory;
  const isPage = (path: string) => posix.basename(path) === 'index.html' && isWithin(unit, path) && !/(^|\/)node_modules\//.test(path);
  const written = [...tree.entries.values()].filter(entry => entry.written && isPage(entry.path));
  const directories = written.map(({ path }) => posix.dirname(path)).filter(each => each !== '.' && each !== unit);
  const highest = directories.filter(each => !directories.some(other => other !== each && isWithin(other, each)));
  if (highest.length === 1) return highest[0];
  const where = `the image is to serve ${directory}, and the build wrote no index.html there`;
  throw new Error(highest.length === 0
    ? `${where} nor anywhere else: see that the script that builds (the prop "buildScript") writes the site, or set the prop "command" to what starts where this is none`
    : `${where}, but to ${highest.join(', ')}: set the prop "buildOutput" to the one that is to be served`);
}
