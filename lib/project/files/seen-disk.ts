import * as fs from 'fs';

/** Result of a look at the disk: a value, or why there is none. */
type Look<T> = { readonly value: T } | { readonly error: unknown };

/** Looks by what was looked at. */
type Looks = Map<string, Look<unknown>>;

let seen: Map<string, Looks> | undefined;

/**
 * Runs what reads many projects of one checkout that nothing writes to meanwhile: each file and directory is read once for
 * all of them.
 */
export function seenOnce<T>(read: () => T): T {
  const before = seen;
  seen ??= new Map();
  try {
    return read();
  } finally {
    seen = before;
  }
}

/** Value made of the disk alone, once for all who ask for it by one name while the disk is seen once. */
export function once<T>(kind: string, key: string, look: () => T): T {
  if (seen === undefined) return look();
  const looks = seen.get(kind) ?? new Map<string, Look<unknown>>();
  seen.set(kind, looks);
  const known = looks.get(key) ?? outcome(look);
  looks.set(key, known);
  if ('error' in known) throw known.error;
  return known.value as T;
}

function outcome<T>(look: () => T): Look<T> {
  try {
    return { value: look() };
  } catch (error) {
    return { error };
  }
}

/** Stats of a path, seen through symbolic links. */
export const statOf = (path: string): fs.Stats => once('stat', path, () => fs.statSync(path));

/** Stats of a path itself. */
export const lstatOf = (path: string): fs.Stats => once('lstat', path, () => fs.lstatSync(path));

/** The path behind every symbolic link. */
export const realPathOf = (path: string): string => once('real', path, () => fs.realpathSync.native(path));

/** The text of a file. */
export const readText = (path: string): string => once('text', path, () => fs.readFileSync(path, 'utf8'));

/** Entries of a directory. */
export const entriesOf = (path: string): readonly fs.Dirent[] => once('entries', path, () => fs.readdirSync(path, { withFileTypes: true }));
