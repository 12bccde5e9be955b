import * as fs from 'fs';
import * as path from 'path';
import { upwards } from '../../text/upwards';

/** Where a git repository keeps what it knows of a working tree. */
export interface GitDirectories {
  /** The top of the working tree: the directory that holds `.git`. */
  readonly top: string;
  /** Directory of what belongs to this working tree: `HEAD`, the index. */
  readonly own: string;
  /** Directory of what all working trees of the repository share: branches, `packed-refs`, the configuration. */
  readonly shared: string;
}

/** A file `.git` that should name the directory of a repository and names none. */
export interface BrokenLink {
  readonly file: string;
  readonly text: string;
}

/**
 * The repository of the nearest directory, upwards, that holds one; undefined where none does.
 */
export function findGitDirectories(directory: string): GitDirectories | BrokenLink | undefined {
  for (const current of upwards(directory)) {
    const found = gitDirectoriesOf(current);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The repository whose working tree has this directory for its top; undefined where there is none.
 */
export function gitDirectoriesOf(top: string): GitDirectories | BrokenLink | undefined {
  const entry = path.join(top, '.git');
  const stats = fs.statSync(entry, { throwIfNoEntry: false });
  // Git writes a file there, and no link to one: what a link leads to is not ours to read.
  if (stats?.isFile()) return fs.lstatSync(entry).isFile() ? linked(top, entry) : { file: entry, text: 'a symbolic link' };
  return stats?.isDirectory() && holdsHead(entry) ? withShared(top, entry) : undefined;
}

/** True if what `.git` says leads to a repository. */
export function isWhole(found: GitDirectories | BrokenLink): found is GitDirectories {
  return 'own' in found;
}

/**
 * The content of a file of a repository, undefined where there is none. A link is followed to where it stays in the directory,
 * as that of `HEAD` did once.
 *
 * @param directory the directory of the repository
 */
export function readText(directory: string, name: string): string | undefined {
  const file = path.join(directory, name);
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
  const real = fs.realpathSync.native(file);
  return real.startsWith(fs.realpathSync.native(directory) + path.sep) ? fs.readFileSync(real, 'utf8') : undefined;
}

/** Where a file `.git` of a submodule or a linked working tree points to. */
function linked(top: string, file: string): GitDirectories | BrokenLink {
  const text = readText(top, '.git')?.trim() ?? '';
  const target = text.startsWith('gitdir:') ? text.slice('gitdir:'.length).trim() : '';
  const directory = path.resolve(top, target);
  return target === '' || !holdsHead(directory) ? { file, text: text.slice(0, 100) } : withShared(top, directory);
}

function withShared(top: string, own: string): GitDirectories {
  const shared = readText(own, 'commondir')?.trim();
  return { top, own, shared: shared === undefined ? own : path.resolve(own, shared) };
}

/** A directory of the name `.git` that is empty, say, is no repository, and git looks further up. */
function holdsHead(directory: string): boolean {
  return fs.lstatSync(path.join(directory, 'HEAD'), { throwIfNoEntry: false }) !== undefined;
}
