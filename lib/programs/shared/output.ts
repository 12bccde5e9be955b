import { spawnSync } from 'child_process';
import { closeSync, constants, fstatSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'fs';
import { join } from 'path';
import { GATES, TAIL } from './gate-files';

const PIPE_MAX = 1_048_576;
const POLL = 20;
/* eslint-disable no-bitwise */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;
const APPEND = constants.O_WRONLY | constants.O_APPEND;
/* eslint-enable no-bitwise */

/** What a gate says: on standard output at once, and in a log that has no path before the end. */
export class Output {
  /** The bytes so far. */
  public size = 0;
  /** How many of them commands wrote. */
  public heard = 0;
  /** What commands write to. */
  public readonly to: number;
  private readonly chunk = Buffer.alloc(TAIL);
  private readonly log: number;
  private readonly from: number;
  /** What has been read of a file; undefined for a pipe. */
  private read: number | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly name: string) {
    mkdirSync(GATES, { recursive: true });
    const directory = mkdtempSync(join(GATES, `.${name}-`));
    const pipe = join(directory, 'pipe');
    this.log = openSync(join(directory, 'log'), 'wx+');
    // One pipe keeps both streams of a command in order, and a command can open /dev/stderr, which
    // it cannot with the sockets that Node.js makes. Without mkfifo a file has to do.
    this.read = spawnSync('mkfifo', [pipe]).status === 0 ? undefined : 0;
    this.from = openSync(pipe, this.read === undefined ? READ : 'wx+');
    this.to = openSync(pipe, APPEND);
    rmSync(directory, { recursive: true });
    this.pump();
  }

  /** Takes what is there and never waits for the end: a process left behind may keep the pipe open, or full. */
  public drain(): boolean {
    const most = this.read === undefined ? PIPE_MAX : fstatSync(this.from).size - this.read;
    const start = this.size;
    while (this.size - start < most) {
      const size = this.take();
      if (size === 0) break;
      if (this.read !== undefined) this.read += size;
      this.heard += size;
      this.write(Buffer.from(this.chunk.subarray(0, size)));
    }
    return this.size > start;
  }

  /** A line of the gate itself. */
  public say(line: string): void {
    this.drain();
    this.write(Buffer.from(`[gate ${this.name}] ${line}\n`));
  }

  /** The end of what has been written since there were so many bytes. */
  public since(start: number): string {
    const bytes = Buffer.alloc(Math.min(this.size - start, TAIL));
    readSync(this.log, bytes, 0, bytes.length, this.size - bytes.length);
    return bytes.toString();
  }

  /** Ends it, and gives the log its path. */
  public save(path: string): void {
    clearTimeout(this.timer);
    const copy = openSync(path, 'wx');
    for (let at = 0, size; (size = readSync(this.log, this.chunk, 0, TAIL, at)) > 0; at += size) writeSync(copy, this.chunk, 0, size);
    closeSync(copy);
  }

  private pump(): void {
    this.timer = setTimeout(() => this.pump(), this.drain() ? 0 : POLL);
  }

  private take(): number {
    try {
      return readSync(this.from, this.chunk, 0, TAIL, this.read ?? null);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      return 0;
    }
  }

  private write(bytes: Buffer): void {
    process.stdout.write(bytes);
    writeSync(this.log, bytes, 0, bytes.length, this.size);
    this.size += bytes.length;
  }
}
