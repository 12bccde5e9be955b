import { spawnSync } from 'child_process';
import { chownSync, closeSync, constants, fstatSync, openSync, readSync, rmSync } from 'fs';
import { join } from 'path';

const PIPE_MAX = 1_048_576;
const CHUNK = 65_536;
/* eslint-disable no-bitwise */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;
const APPEND = constants.O_WRONLY | constants.O_APPEND;
/* eslint-enable no-bitwise */

/**
 * Pipe that commands write their output to: one pipe keeps both streams in order, and a command can open /dev/stderr, which it
 * cannot with the sockets that Node.js makes. Without mkfifo a file has to do.
 */
export class Pipe {
  /** Descriptor that commands write to. */
  public readonly to: number;
  private readonly from: number;
  private readonly chunk = Buffer.alloc(CHUNK);
  /** Position up to which a file was read; null for a pipe. */
  private at: number | null;

  /**
   * @param directory an empty directory, which is gone afterwards
   * @param owner whose it is, so that a command of another user can open it anew
   */
  constructor(directory: string, owner?: { readonly uid: number; readonly gid: number }) {
    const path = join(directory, 'pipe');
    this.at = spawnSync('mkfifo', ['-m', '600', path]).status === 0 ? null : 0;
    this.from = openSync(path, this.at === null ? READ : 'wx+', 0o600);
    this.to = openSync(path, APPEND);
    if (owner) chownSync(path, owner.uid, owner.gid);
    rmSync(directory, { recursive: true });
  }

  /**
   * Reads the output that is there, piece by piece. It never waits for the end: a process left behind may keep the pipe open, or full, and what
   * is written meanwhile is for the next time.
   */
  public* read(): Generator<Buffer> {
    const most = this.at === null ? PIPE_MAX : fstatSync(this.from).size;
    for (let taken = 0; taken < most;) {
      const size = this.take();
      if (size === 0) return;
      taken += size;
      yield Buffer.from(this.chunk.subarray(0, size));
    }
  }

  /** Nothing more is written by this process. */
  public close(): void {
    closeSync(this.to);
  }

  private take(): number {
    // a file that something opened anew begins at its begin
    if (this.at !== null) this.at = Math.min(this.at, fstatSync(this.from).size);
    try {
      const size = readSync(this.from, this.chunk, 0, CHUNK, this.at);
      if (this.at !== null) this.at += size;
      return size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      return 0;
    }
  }
}
