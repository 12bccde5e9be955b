import { mkdtempSync } from 'fs';
import { TAIL } from '../shared/gate-files';
import { Pipe } from '../shared/pipe';

/** Output of an application. */
export class Output {
  /** The end of what it printed. */
  public text = '';
  /** How many bytes it printed. */
  public size = 0;
  private readonly pipe: Pipe;

  constructor(uid: number, gid: number, private readonly show: (bytes: Buffer) => void) {
    this.pipe = new Pipe(mkdtempSync('/tmp/start-'), { uid, gid });
  }

  /** Descriptor that the application writes to. */
  public get to(): number {
    return this.pipe.to;
  }

  /** Takes what is there, and never waits for the end. */
  public drain(): void {
    for (const bytes of this.pipe.read()) {
      this.size += bytes.length;
      this.show(bytes);
      this.text = (this.text + bytes.toString()).slice(-TAIL);
    }
  }

  public close(): void {
    this.drain();
    this.pipe.close();
  }
}
