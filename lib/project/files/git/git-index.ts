import * as fs from 'fs';
import * as path from 'path';
import { GitDirectories, readText } from './git-directories';

/** The paths that git tracks, from the top of the working tree, with slashes. */
export interface TrackedFiles {
  /** True if it tracks a file. */
  file(path: string): boolean;
  /** True if it tracks something in a directory, or a submodule there. */
  below(directory: string): boolean;
}

/** Mode of a submodule in the index. */
const SUBMODULE = 0o160000;

/** Four times, two numbers of the disk, mode, owner and size, before the object's name. */
const FIXED = 40;

interface IndexEntry {
  readonly path: string;
  readonly mode: number;
}

const KNOWN = new Map<string, { readonly key: string; readonly files: TrackedFiles }>();

/**
 * Files that a repository tracks, from its index; nothing where it has none yet.
 *
 * @see https://git-scm.com/docs/index-format
 * @throws if the index cannot be understood
 */
export function trackedFiles(repository: GitDirectories): TrackedFiles {
  const file = path.join(repository.own, 'index');
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  if (!stats) return tracked([]);
  if (!stats.isFile()) throw new Error('it is no file');
  // A hundred images of one repository read it once.
  const key = `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
  const known = KNOWN.get(file);
  if (known?.key === key) return known.files;
  const files = tracked(entriesOf(fs.readFileSync(file), repository));
  KNOWN.set(file, { key, files });
  return files;
}

function tracked(entries: readonly IndexEntry[]): TrackedFiles {
  const files = new Set<string>();
  const directories = new Set<string>();
  // What a sparse checkout folds into one entry ends with a slash; a submodule has an index of its own.
  const whole: string[] = [];
  for (const { path: name, mode } of entries) {
    const folded = name.endsWith('/');
    if (folded || mode === SUBMODULE) whole.push(folded ? name : `${name}/`);
    else files.add(name);
    for (let end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
      const directory = name.slice(0, end);
      if (directories.has(directory)) break;
      directories.add(directory);
    }
  }
  const lies = (item: string) => whole.some(directory => item.startsWith(directory) || `${item}/` === directory);
  return {
    file: item => files.has(item) || lies(item),
    below: directory => directory === '' ? entries.length > 0 : directories.has(directory) || lies(directory),
  };
}

function entriesOf(index: Buffer, repository: GitDirectories): IndexEntry[] {
  if (index.length < 12 || index.toString('latin1', 0, 4) !== 'DIRC') throw new Error('it is no index of git');
  const version = index.readUInt32BE(4);
  if (![2, 3, 4].includes(version)) throw new Error(`its version is ${version}, and 2, 3 and 4 are known`);
  const hash = /^\s*objectformat\s*=\s*sha256\s*$/im.test(readText(repository.shared, 'config') ?? '') ? 32 : 20;
  const entries: IndexEntry[] = [];
  let offset = 12;
  let name = Buffer.alloc(0);
  for (let count = index.readUInt32BE(8); count > 0; count--) {
    const start = offset;
    const mode = index.readUInt32BE(offset + 24);
    const extended = (index.readUInt16BE(offset + FIXED + hash) & 0x4000) !== 0; // eslint-disable-line no-bitwise -- a flag
    offset += FIXED + hash + (extended ? 4 : 2);
    let kept = 0;
    if (version === 4) {
      const cut = lengthAt(index, offset);
      offset = cut.next;
      kept = name.length - cut.value;
    }
    const end = index.indexOf(0, offset);
    if (end === -1 || kept < 0) throw new Error('it is cut off');
    name = Buffer.concat([name.subarray(0, kept), index.subarray(offset, end)]);
    // Older versions fill up to eight bytes.
    offset = version === 4 ? end + 1 : start + (Math.floor((end - start) / 8) + 1) * 8;
    // An entry that only changes one of the shared index has no name.
    if (name.length > 0) entries.push({ path: name.toString('utf8'), mode });
  }
  return [...entries, ...sharedEntries(index, offset, hash, repository)];
}

/**
 * The entries of the index that a split one is based on. Those that it takes away are not told apart: what was tracked
 * a moment ago is as good as tracked.
 */
function sharedEntries(index: Buffer, from: number, hash: number, repository: GitDirectories): IndexEntry[] {
  for (let offset = from; offset + 8 <= index.length - hash;) {
    const size = index.readUInt32BE(offset + 4);
    if (index.toString('latin1', offset, offset + 4) === 'link') {
      const base = index.toString('hex', offset + 8, offset + 8 + hash);
      return /^0+$/.test(base) ? [] : entriesOf(fs.readFileSync(path.join(repository.own, `sharedindex.${base}`)), repository);
    }
    offset += 8 + size;
  }
  return [];
}

/** A number in as many bytes as it takes, as packs have offsets. */
function lengthAt(index: Buffer, from: number): { readonly value: number; readonly next: number } {
  let next = from;
  let byte = index[next++];
  let value = byte % 128;
  while (byte >= 128) {
    byte = index[next++];
    value = (value + 1) * 128 + byte % 128;
  }
  return { value, next };
}
