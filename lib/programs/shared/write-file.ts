import { mkdirSync, WriteFileOptions, writeFileSync } from 'fs';
import { dirname } from 'path';

/** Writes a file, and makes the directory for it. */
export function writeFile(path: string, contents: string | Uint8Array, options?: WriteFileOptions): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents, options);
}
