/** A number of files, for people. */
export const countOf = (count: number) => `${count} ${count === 1 ? 'file' : 'files'}`;

/** A number of bytes, for people. */
export function bytesOf(size: number): string {
  return size < 1000 ? `${size} B` : size < 1e6 ? `${(size / 1e3).toFixed(1)} kB` : `${(size / 1e6).toFixed(1)} MB`;
}
