/**
 * Text for the star of a pattern such as `@/*`, `./features/*.js`; the empty text where it has none and is the same.
 * Undefined if it does not match.
 */
export function matchOf(pattern: string, text: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === text ? '' : undefined;
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const matches = text.startsWith(start) && text.endsWith(end) && text.length >= start.length + end.length;
  return matches ? text.slice(start.length, text.length - end.length) : undefined;
}

/**
 * A target with what stands for its stars.
 */
export function fillStar(target: string, match: string): string {
  return target.split('*').join(match);
}
