import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, writeSync } from 'fs';
import { join } from 'path';
import { GATES, TAIL } from './gate-files';
import { Pipe } from './pipe';

const POLL = 20;

/** Output of a gate: on standard output at once, and in a log that has no path before the end. */
export class Output {
  /** The bytes so far. */
  public size = 0;
  /** How many of them commands wrote. */
  public heard = 0;
  private readonly pipe: Pipe;
  private readonly log: number;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param owner whom commands run as, where that is another one
   */
  constructor(private readonly name: string, owner?: { readonly uid: number; readonly gid: number }) {
    mkdirSync(GATES, { recursive: true });
    const directory = mkdtempSync(join(GATES, `.${name}-`));
    this.log = openSync(join(directory, 'log'), 'wx+');
    this.pipe = new Pipe(directory, owner);
    this.pump();
  }

  /** Descriptor that commands write to. */
  public get to(): number {
    return this.pipe.to;
  }

  /** Takes what is there; tells whether there was something. */
  public drain(): boolean {
    const start = this.size;
    for (const bytes of this.pipe.read()) {
      this.heard += bytes.length;
      this.write(bytes);
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
    const chunk = Buffer.alloc(TAIL);
    for (let at = 0, size; (size = readSync(this.log, chunk, 0, TAIL, at)) > 0; at += size) writeSync(copy, chunk, 0, size);
    closeSync(copy);
  }

  private pump(): void {
    this.timer = setTimeout(() => this.pump(), this.drain() ? 0 : POLL);
  }

  private write(bytes: Buffer): void {
    process.stdout.write(bytes);
    writeSync(this.log, bytes, 0, bytes.length, this.size);
    this.size += bytes.length;
  }
}
