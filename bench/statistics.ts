/** The middle of measurements. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * The median, then the smallest and the largest: how far the last two lie apart is the noise.
 *
 * @param digits how many digits follow the point
 */
export function spread(values: readonly number[], digits: number): string {
  return `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;
}

/** How many times the one is the other, by their medians and, where others use the machine too, by their smallest. */
export function ratios(ours: readonly number[], theirs: readonly number[]): string[] {
  return [median(ours) / median(theirs), Math.min(...ours) / Math.min(...theirs)].map(ratio => ratio.toFixed(2));
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
