import { Dirent, lstatSync, readdirSync, Stats } from 'fs';
import { posix } from 'path';
import { User } from '../shared/user';

/** Directories that no process of an application writes to: the kernel's, and the results of gates. */
const NONE_OF_ITS_OWN = ['/dev', '/gates', '/proc', '/sys'];

/**
 * The directories of a file system in which something was made, removed or renamed since a moment, without those below another
 * of them. What is mounted in it is none of it. Installed dependencies are left out where the user may write nothing in them:
 * they are most of the directories of an image.
 */
export function writtenSince(moment: number, user: Pick<User, 'uid' | 'gid'>, root = '/', except: readonly string[] = NONE_OF_ITS_OWN): string[] {
  const found: string[] = [];
  const device = lstatSync(root).dev;
  const visit = (directory: string, above: boolean) => {
    const seen = look(directory);
    if (!seen || seen.status.dev !== device || except.includes(directory)) return;
    if (posix.basename(directory) === 'node_modules' && !mayWrite(user, seen.status)) return;
    const written = seen.status.mtimeMs > moment && directory !== root;
    if (written && !above) found.push(directory);
    for (const entry of seen.entries) {
      if (entry.isDirectory()) visit(posix.join(directory, entry.name), above || written);
    }
  };
  visit(root, false);
  return found.sort();
}

/** A directory that is gone by now, or that nobody may read, is none. */
function look(directory: string): { readonly status: Stats; readonly entries: readonly Dirent[] } | undefined {
  try {
    return { status: lstatSync(directory), entries: readdirSync(directory, { withFileTypes: true }) };
  } catch {
    return undefined;
  }
}

function mayWrite({ uid, gid }: Pick<User, 'uid' | 'gid'>, { mode, uid: owner, gid: group }: Stats): boolean {
  const lets = (bit: number) => Math.floor(mode / bit) % 2 === 1;
  return uid === 0 || lets(0o002) || (uid === owner && lets(0o200)) || (gid === group && lets(0o020));
}

/** Line about the files that an application wrote; undefined where that is nothing. */
export function wroteLine(directories: readonly string[], inLambda: boolean): string | undefined {
  const elsewhere = directories.filter(directory => directory !== '/tmp' && !directory.startsWith('/tmp/'));
  if (inLambda) {
    return elsewhere.length === 0 ? undefined : `warning: it writes below ${elsewhere.join(', ')}, and in Lambda nothing but /tmp can be written`;
  }
  return directories.length === 0 ? undefined
    : `it writes below ${directories.join(', ')}: where the root file system is read-only, ${directories.length > 1 ? 'each of them' : 'that'} needs a volume`;
}
