/** The lines of a table, its columns as wide as what they hold. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => lengthOf(row[column]))));
  return rows.map(row => row.map((text, column) => text + ' '.repeat(widths[column] - lengthOf(text))).join('  ').replace(/ +$/, ''));
}

/** A text, shortened to a length. */
export function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length - 3).join('')}...` : text;
}

function lengthOf(text: string): number {
  return [...text].length;
}
