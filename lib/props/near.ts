/** Shorter words are too alike to tell what was meant. */
const LEAST = 3;

/**
 * The name that was meant, if one of those which there are is near: written in another case, with a slip or two, or in a
 * shorter or longer form.
 */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const word = name.toLowerCase();
  const ranked = names.map(candidate => ({ candidate, distance: distanceOf(word, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  if (best && best.distance <= Math.max(1, Math.floor(word.length / 3))) {
    return best.candidate;
  }
  return ranked.map(({ candidate }) => candidate)
    .find(candidate => contains(candidate.toLowerCase(), word) || contains(word, candidate.toLowerCase()));
}

function contains(text: string, part: string): boolean {
  return part.length >= LEAST && (text.startsWith(part) || text.endsWith(part));
}

/**
 * How many letters have to be put in, taken out, changed or swapped with their neighbour.
 *
 * @see https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance
 */
function distanceOf(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      rows[row].push(Math.min(
        rows[row - 1][column] + 1,
        rows[row][column - 1] + 1,
        rows[row - 1][column - 1] + same,
        ...swapped ? [rows[row - 2][column - 2] + 1] : [],
      ));
    }
  }
  return rows[from.length][to.length];
}
