import * as fs from 'fs';

/** Result of a look at the disk: a value, or why there is none. */
type Look<T> = { readonly value: T } | { readonly error: unknown };

/** More than so many characters and bytes of files are not held: those are read again. */
const MOST_HELD = 64 * 2 ** 20;

/** Memory of a disk that was looked at, while nothing is thought to write to it. */
export class SeenDisk {
  private readonly kinds = new Map<string, Map<string, Look<unknown>>>();
  private held = 0;

  /** Answer of a look, now or before. */
  public look<T>(kind: string, key: string, look: () => T): T {
    const looks = this.kinds.get(kind) ?? new Map<string, Look<unknown>>();
    this.kinds.set(kind, looks);
    const known = looks.get(key) ?? outcome(look);
    if (!looks.has(key) && this.holds(known)) looks.set(key, known);
    if ('error' in known) throw known.error;
    return known.value as T;
  }

  private holds(look: Look<unknown>): boolean {
    const value = 'value' in look ? look.value : undefined;
    const size = typeof value === 'string' || Buffer.isBuffer(value) ? value.length : 0;
    if (this.held + size > MOST_HELD) return false;
    this.held += size;
    return true;
  }
}

let seen: SeenDisk | undefined;

/**
 * Runs what reads many projects that nothing writes to meanwhile: each file and directory is read once for all of them.
 *
 * @param disk what was seen of it before
 */
export function seenOnce<T>(read: () => T, disk = new SeenDisk()): T {
  const before = seen;
  seen ??= disk;
  try {
    return read();
  } finally {
    seen = before;
  }
}

/** Value made of the disk alone, once for all who ask for it by one name while the disk is seen once. */
export function once<T>(kind: string, key: string, look: () => T): T {
  return seen === undefined ? look() : seen.look(kind, key, look);
}

const numbers = new WeakMap<object, number>();
let count = 0;

/** A key for what is asked for with these values: equal ones have the same, and an object of a class has its own. */
export function keyOf(values: unknown): string {
  return JSON.stringify(values, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) return value;
    if (!numbers.has(value)) numbers.set(value, count++);
    return { object: numbers.get(value) };
  });
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
