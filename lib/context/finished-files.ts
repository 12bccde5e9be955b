import * as fs from 'fs';
import * as path from 'path';
import { DeliveryError } from './delivery-error';
import { digestOf, readRegular, writing } from './disk';
import { sha256 } from './sha256';
import { writeAtomically } from './write-atomically';

/** A file of a finished directory: where its content comes from, and what it has to be. */
export interface FinishedFile {
  /** From the directory, with slashes. */
  readonly path: string;
  /** The digest of the content; of a symbolic link, what it points to. */
  readonly digest: string;
  readonly executable: boolean;
  readonly link?: string;
  /** Where the content lies, and what it is called in messages. */
  readonly source?: string;
  readonly name?: string;
  /** The content, where it lies nowhere. */
  readonly content?: Buffer;
}

/** Writes a directory, unless exactly this lies there already: the same files with the same content, and nothing else. */
export function finish(directory: string, files: readonly FinishedFile[]): void {
  writing(directory, () => {
    if (!isFinished(directory, files)) {
      writeAtomically(directory, temporary => write(temporary, files), other => isFinished(other, files));
    }
  });
}

/** The same directory at another place, without a copy of its bytes where the disk can do so. */
export function finishAlso(target: string, directory: string, files: readonly FinishedFile[]): void {
  writing(target, () => {
    if (!isFinished(target, files, directory)) {
      writeAtomically(target, temporary => link(temporary, directory, files), other => isFinished(other, files, directory));
    }
  });
}

/** @param twin a finished directory that may share files with this one */
function isFinished(directory: string, files: readonly FinishedFile[], twin?: string): boolean {
  if (!fs.lstatSync(directory, { throwIfNoEntry: false })?.isDirectory()) return false;
  const paths = pathsIn(directory);
  return paths.length === files.length && new Set([...paths, ...files.map(file => file.path)]).size === files.length
    && files.every(file => isSame(path.join(directory, file.path), file, twin && path.join(twin, file.path)));
}

function isSame(absolute: string, file: FinishedFile, twin: string | undefined): boolean {
  const stats = fs.lstatSync(absolute, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  if (file.link !== undefined) return stats.isSymbolicLink() && fs.readlinkSync(absolute) === file.link;
  if (!stats.isFile() || isExecutable(stats) !== file.executable) return false;
  const other = twin === undefined ? undefined : fs.lstatSync(twin, { throwIfNoEntry: false });
  return (other !== undefined && other.ino === stats.ino && other.dev === stats.dev) || digestOf(absolute) === file.digest;
}

/** Everything that is no directory. Without files a directory is nothing. */
function pathsIn(directory: string): string[] {
  const found: string[] = [];
  const pending = [''];
  for (let below = pending.pop(); below !== undefined; below = pending.pop()) {
    for (const entry of fs.readdirSync(path.join(directory, below), { withFileTypes: true })) {
      const item = below === '' ? entry.name : `${below}/${entry.name}`;
      (entry.isDirectory() ? pending : found).push(item);
    }
  }
  return found;
}

function write(temporary: string, files: readonly FinishedFile[]): void {
  inDirectories(temporary, files, (target, file) => {
    const mode = file.executable ? 0o755 : 0o644;
    fs.writeFileSync(target, contentOf(file), { mode, flag: 'wx' });
    fs.chmodSync(target, mode);
  });
}

function link(temporary: string, directory: string, files: readonly FinishedFile[]): void {
  inDirectories(temporary, files, (target, file) => {
    const source = path.join(directory, file.path);
    try {
      fs.linkSync(source, target);
    } catch {
      // not every disk has links, nor any number of them
      fs.copyFileSync(source, target, fs.constants.COPYFILE_EXCL);
    }
  });
}

function inDirectories(temporary: string, files: readonly FinishedFile[], add: (target: string, file: FinishedFile) => void): void {
  const made = new Set<string>();
  for (const file of files) {
    const target = path.join(temporary, file.path);
    const directory = path.dirname(target);
    if (!made.has(directory)) fs.mkdirSync(directory, { recursive: true });
    made.add(directory);
    if (file.link === undefined) add(target, file);
    else fs.symlinkSync(file.link, target);
  }
}

/** Content of a file, whose hash is checked: it is the one that was hashed, or nothing is. */
function contentOf({ content, source, name, digest, path: file }: FinishedFile): Buffer {
  const bytes = content ?? readRegular(name ?? file, source!);
  if (sha256(bytes) !== digest) {
    throw new DeliveryError(`${name ?? file} was changed while the build context was made, which has to be what its hash says: synthesize again once nothing writes to the project`);
  }
  return bytes;
}

/** The one bit of a file's mode that an image keeps. */
export function isExecutable(stats: fs.Stats): boolean {
  // eslint-disable-next-line no-bitwise -- a mode is a set of bits
  return (stats.mode & fs.constants.S_IXUSR) !== 0;
}
