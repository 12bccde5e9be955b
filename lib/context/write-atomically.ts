import { createHash } from 'crypto';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { writing } from './disk';

/** Prefix of a directory while it is written; whose it is, so that what a killed run left can be told. */
const WRITING = 'node-image-writing-';
const MACHINE = createHash('sha256').update(os.hostname()).digest('hex').slice(0, 8);
const LEFTOVER = new RegExp(`^${WRITING}([0-9a-f]{8})-(\\d+)-`);
const DAY = 24 * 60 * 60 * 1000;

/**
 * Writes a directory beside and renames it, so that nobody finds half of it. Where another run was faster, its directory
 * stays if it is the same; whatever else lies there goes.
 *
 * @param write writes into the directory that it is given
 * @param isSame whether what lies there is what was written
 */
export function writeAtomically(
  directory: string, write: (temporary: string) => void, isSame: (directory: string, temporary: string) => boolean,
): void {
  writing(directory, () => inTemporary(path.dirname(directory), temporary => {
    fs.chmodSync(temporary, 0o755);
    write(temporary);
    exchange(temporary, directory, isSame);
  }));
}

/**
 * Writes a file into the output of a synthesis, beside and renamed: another synthesis may read it.
 *
 * @param what the file, for the message of a failure
 */
export function writeOutputFile(what: string, file: string, content: string): void {
  writing(what, () => inTemporary(path.dirname(file), temporary => {
    fs.writeFileSync(path.join(temporary, 'file'), content);
    fs.renameSync(path.join(temporary, 'file'), file);
  }));
}

function inTemporary(outdir: string, write: (temporary: string) => void): void {
  fs.mkdirSync(outdir, { recursive: true });
  const temporary = fs.mkdtempSync(path.join(outdir, `${WRITING}${MACHINE}-${process.pid}-`));
  try {
    write(temporary);
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

function exchange(temporary: string, directory: string, isSame: (directory: string, temporary: string) => boolean): void {
  for (let attempts = 5; ; attempts--) {
    try {
      fs.renameSync(temporary, directory);
      return;
    } catch (error) {
      const lies = fs.lstatSync(directory, { throwIfNoEntry: false });
      if (lies === undefined || attempts === 0) throw error;
      if (lies.isDirectory() && isSame(directory, temporary)) return;
      putAway(directory, `${temporary}-away`);
    }
  }
}

/** Another run may put the same thing away at the same time. */
function putAway(directory: string, away: string): void {
  try {
    fs.renameSync(directory, away);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  fs.rmSync(away, { recursive: true, force: true });
}

/** Removes what runs left that were killed while they wrote. */
export function clearLeftovers(outdir: string): void {
  // what lies there in its place is told by whoever writes
  const names = fs.statSync(outdir, { throwIfNoEntry: false })?.isDirectory() ? fs.readdirSync(outdir) : [];
  for (const name of names) {
    const [, machine, pid] = LEFTOVER.exec(name) ?? [];
    if (pid === undefined) continue;
    const file = path.join(outdir, name);
    if (machine === MACHINE ? !runs(Number(pid)) : isOld(file)) {
      // what cannot be removed is in nobody's way
      try { fs.rmSync(file, { recursive: true, force: true }); } catch { /* the next run tries again */ }
    }
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** A run on another machine that shares the disk. */
function isOld(file: string): boolean {
  const stats = fs.lstatSync(file, { throwIfNoEntry: false });
  return stats !== undefined && fs.statSync(path.dirname(file)).mtimeMs - stats.mtimeMs > DAY;
}
