/** Words as they are typed into a shell. */
export function quoted(words: readonly string[]): string {
  return words.map(word => /^[\w./:@=,+-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`).join(' ');
}
