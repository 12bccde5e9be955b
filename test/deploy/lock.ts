import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const POLL = 200; // milliseconds

/** Waits until no other process of this machine has the lock, takes it, and gives what releases it. One that a dead process left is taken over. */
export function lock(name: string): () => void {
  const file = path.join(os.tmpdir(), `cdk-nodejs-image-${name}.lock`);
  while (!taken(file)) {
    if (!ownerLives(file)) {
      fs.rmSync(file, { force: true });
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL);
  }
  return () => fs.rmSync(file, { force: true });
}

/** A link is made in one step, with the id of the process in it. */
function taken(file: string): boolean {
  try {
    fs.symlinkSync(String(process.pid), file);
    return true;
  } catch (error: any) {
    if (error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

function ownerLives(file: string): boolean {
  try {
    process.kill(Number(fs.readlinkSync(file)), 0);
    return true;
  } catch (error: any) {
    return error.code === 'ENOENT' || error.code === 'EPERM'; // released just now, or not ours to signal
  }
}
