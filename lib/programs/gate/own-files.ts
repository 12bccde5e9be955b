import { existsSync, lchownSync, lstatSync, mkdtempSync, readdirSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { User } from '../shared/user';

/** Directories of installed packages: they can be added to, and what is in them stays as it is. */
const INSTALLED = new Set(['node_modules', 'unplugged', 'cache']);

/** Directories that tools write to below `node_modules`. */
const WRITTEN = ['.cache', '.vite', '.vitest', '.tmp'];

/**
 * Gives the files of a project to a user, as they are whose on a laptop. Those of installed packages are not: there are many, each
 * would be copied into the layer, and no test writes to them. But their directory is, where tools put caches.
 */
export function ownFiles(directory: string, { uid, gid }: User): void {
  const own = (path: string): void => {
    lchownSync(path, uid, gid);
    if (!lstatSync(path).isDirectory()) return;
    const isInstalled = path.endsWith('/node_modules') || (path.includes('/.yarn/') && INSTALLED.has(path.slice(path.lastIndexOf('/') + 1)));
    const names = isInstalled ? WRITTEN.filter(name => existsSync(join(path, name))) : readdirSync(path);
    names.forEach(name => own(join(path, name)));
  };
  own(directory);
}

/** The user with a home that is its own: images have none for every number. */
export function atHome(user: User): User {
  const stat = user.home === '/' ? undefined : lstatSync(user.home, { throwIfNoEntry: false });
  if (stat?.isDirectory() && stat.uid === user.uid) return user;
  const home = mkdtempSync(join(tmpdir(), 'home-'));
  lchownSync(home, user.uid, user.gid);
  return { ...user, home };
}
