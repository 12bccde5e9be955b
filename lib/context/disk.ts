import { createHash } from 'crypto';
import * as fs from 'fs';
import { once } from '../project/kept-out';
import { DeliveryError } from './delivery-error';

/** Flags by which reads follow no link, and never wait for: a file may be exchanged for a link or a pipe after it was looked at. */
// eslint-disable-next-line no-bitwise -- a set of flags, of which some systems lack some
const PLAIN = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0);

/** More than this a program cannot hold in one piece. */
const MOST_BYTES = 2 ** 31 - 1;

const CHUNK = 1024 * 1024;

/** Meanings of the error codes of file systems, and what to do about it. */
const CAUSES: { readonly [code: string]: string } = {
  ENOSPC: 'there is no space left on the disk; free some, or give another directory for the output of the synthesis',
  EDQUOT: 'the quota of the disk is used up; free some space, or give another directory for the output of the synthesis',
  EROFS: 'the file system is read-only; give another directory for the output of the synthesis',
  EACCES: 'permission is denied; give the directory to whoever synthesizes, or remove it',
  EPERM: 'it is not permitted; give the directory to whoever synthesizes, or remove it',
  EISDIR: 'a directory lies where a file has to be; remove it',
  ENOTDIR: 'a file lies where a directory has to be; remove it',
  EEXIST: 'something else lies there already; remove it',
  ENAMETOOLONG: 'the path is longer than the file system takes; give the output of the synthesis a shorter path, or leave out what lies so deep by .dockerignore',
  ENOENT: 'somebody removed it meanwhile; synthesize again',
  EMFILE: 'too many files are open; raise the limit (ulimit -n)',
  ENFILE: 'too many files are open on this machine; close some',
};

/** The output of a synthesis cannot be written. */
export class OutputError extends DeliveryError {}

/** Runs what writes a part of the output; the message of a failure names the part, the path, the cause and what to do. */
export function writing<T>(what: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const { code, path, dest } = error as NodeJS.ErrnoException & { readonly dest?: string };
    if (code === undefined || error instanceof DeliveryError) throw error;
    throw new OutputError(`${what} cannot be written: ${dest ?? path ?? 'the disk'}: ${CAUSES[code] ?? 'the file system refuses'} (${code})`);
  }
}

/** A file that cannot be read is an error; the message says how to leave it out. */
export function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new DeliveryError(`${name} cannot be read (${code ?? String(error)}), so it cannot enter the build context: name it in .dockerignore, or in .gitignore, if no image needs it, or make it readable`);
  }
}

/** Larger files are read again rather than held. */
const MOST_HELD = 2 ** 20;

/** The same as `readRegular`, once where the disk is seen once: what packages share is in the context of many. */
export function readOnce(name: string, file: string): Buffer {
  const { size = 0 } = fs.statSync(file, { throwIfNoEntry: false }) ?? {};
  return size > MOST_HELD ? readRegular(name, file) : once('content', file, () => readRegular(name, file));
}

/** The content of a regular file; nothing else is opened for longer than to see what it is. */
export function readRegular(name: string, file: string): Buffer {
  return reading(name, () => {
    const descriptor = fs.openSync(file, PLAIN);
    try {
      const stats = fs.fstatSync(descriptor);
      if (!stats.isFile()) {
        throw new DeliveryError(`${name} was a file a moment ago and is none now: synthesize again once nothing writes to the project`);
      }
      if (stats.size > MOST_BYTES) {
        throw new DeliveryError(`${name} has ${(stats.size / 2 ** 30).toFixed(1)} GiB, and a file of a build context at most 2: name it in .dockerignore, and fetch it in the build or when the image runs`);
      }
      return fs.readFileSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  });
}

/** The digest of a regular file of any size, undefined where there is none. */
export function digestOf(file: string): string | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = fs.openSync(file, PLAIN);
    if (!fs.fstatSync(descriptor).isFile()) return undefined;
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(CHUNK);
    for (let read = fs.readSync(descriptor, chunk); read > 0; read = fs.readSync(descriptor, chunk)) hash.update(chunk.subarray(0, read));
    return hash.digest('hex');
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}
