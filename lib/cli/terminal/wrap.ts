/** Lines of a width; a word that is longer has a line of its own, so that it can be copied. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap(paragraph => {
    const lines: string[] = [];
    for (const word of paragraph.split(' ')) {
      const last = lines[lines.length - 1];
      if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
      else lines[lines.length - 1] = `${last} ${word}`;
    }
    return lines;
  });
}

/** Rows in columns, the last of which is as long as it is; numbers are set to the right. */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column].length)));
  return rows.map(row => row.map((cell, column) => right.includes(column)
    ? cell.padStart(widths[column])
    : column === row.length - 1 ? cell : cell.padEnd(widths[column])).join('  ').trimEnd());
}
