import { chmodSync, copyFileSync, lstatSync, mkdirSync, readlinkSync, rmSync, statSync, symlinkSync, utimesSync } from 'fs';
import { dirname } from 'path';

/** Copies a file or a link as it is, with its mode and its times, in the place of whatever is there. */
export function copyFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  rmSync(to, { recursive: true, force: true });
  if (lstatSync(from).isSymbolicLink()) return symlinkSync(readlinkSync(from), to);
  copyFileSync(from, to);
  const { mode, atime, mtime } = statSync(from);
  chmodSync(to, mode);
  utimesSync(to, atime, mtime);
}
