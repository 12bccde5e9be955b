import { spawnSync } from 'child_process';
import { chownSync, closeSync, constants, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'fs';
import { join } from 'path';

const MOST = 1_000_000;
const KEPT = 65_536;

/**
 * What an application prints, both streams in order, by a pipe as a container has it: it can open /dev/stderr, which it
 * cannot with the sockets that Node.js makes. An image without mkfifo has a file.
 */
export class Output {
  /** The end of what it printed. */
  public text = '';
  /** How many bytes it printed. */
  public size = 0;
  /** What the application writes to. */
  public readonly descriptor: number;
  private readonly from: number;
  private at: number | null = null;
  private readonly chunk = Buffer.alloc(KEPT);

  constructor(uid: number, gid: number, private readonly show: (bytes: Buffer) => void) {
    const directory = mkdtempSync('/tmp/start-');
    const path = join(directory, 'output');
    const piped = spawnSync('mkfifo', ['-m', '600', path]).status === 0;
    this.from = openSync(path, piped ? constants.O_RDONLY + constants.O_NONBLOCK : 'wx+', 0o600);
    this.descriptor = openSync(path, constants.O_WRONLY + constants.O_APPEND);
    if (!piped) this.at = 0;
    // so that the application can open it anew, as /dev/stdout
    chownSync(path, uid, gid);
    rmSync(directory, { recursive: true });
  }

  /** Takes what is there, and never waits for the end. */
  public drain(): void {
    for (let taken = 0; taken < MOST;) {
      const size = this.read();
      if (size === 0) return;
      taken += size;
      this.size += size;
      const bytes = Buffer.from(this.chunk.subarray(0, size));
      this.show(bytes);
      this.text = (this.text + bytes.toString()).slice(-KEPT);
    }
  }

  public close(): void {
    this.drain();
    closeSync(this.descriptor);
  }

  private read(): number {
    // a file that something opened anew begins at its begin
    if (this.at !== null) this.at = Math.min(this.at, fstatSync(this.from).size);
    try {
      const size = readSync(this.from, this.chunk, 0, this.chunk.length, this.at);
      if (this.at !== null) this.at += size;
      return size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      throw error;
    }
  }
}
