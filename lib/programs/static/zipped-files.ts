import { readFile } from 'fs/promises';
import { promisify } from 'util';
import { gzip } from 'zlib';

/** Larger text is served as it is. */
const LARGEST = 2 * 1024 * 1024;

/** Smallest file that is worth it. */
const SMALLEST = 1024;

/** How many bytes all of them may have, and how many files are compressed at a time: what clients ask for does not say. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_AT_A_TIME = 4;

/** Files that were compressed once, within bounds. */
export class ZippedFiles {
  private readonly done = new Map<string, Buffer>();
  private bytes = 0;
  private running = 0;

  /** The compressed content of a file; nothing where it is not to be compressed, or there is no room for it. */
  public async of(file: string, size: number): Promise<Buffer | undefined> {
    const known = this.done.get(file);
    if (known) return known;
    if (size <= SMALLEST || size > LARGEST || this.running >= MOST_AT_A_TIME || this.bytes >= MOST_BYTES) return undefined;
    this.running++;
    try {
      const content = await promisify(gzip)(await readFile(file));
      this.bytes += this.done.has(file) ? 0 : content.length;
      this.done.set(file, content);
      return content;
    } finally {
      this.running--;
    }
  }
}
