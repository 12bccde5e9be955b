import * as fs from 'fs';

/** `UPDATE_GOLDEN=1 npm test` writes what is generated now; the difference is for review. */
export const UPDATE = process.env.UPDATE_GOLDEN === '1';

/** What a file holds, after writing the text to it where that is wanted. */
export function golden(file: string, text: string): string {
  if (UPDATE) {
    fs.writeFileSync(file, text);
  }
  return fs.readFileSync(file, 'utf8');
}
