import * as semver from 'semver';
import { longTermLines, NODE_LINES } from '../dated-facts/node-lines';

/**
 * Names for the newest line, or the newest one with long-term support: what a version manager puts on a machine today.
 */
const NEWEST = new Set(['node', 'stable', 'latest', 'current', 'lts', 'lts/*', 'lts/latest']);

const ALIASES = new Set([...NEWEST, '*', '']);

const MAX_REMEMBERED = 500;
const remembered = new Map<string, readonly number[] | undefined>();

/**
 * The lines that a version, a range or an alias allows, undefined if the text is none of them.
 *
 * An exact version allows its line: base images are tagged by line, and get security updates in it.
 * Aliases that move with time (`lts/*`, `node`, `stable`) allow every line: they state no requirement.
 * A line newer than the table is allowed if it is named outright.
 */
export function linesOf(text: string): readonly number[] | undefined {
  // Comparing ranges is most of the work of reading a project, and the same few are asked for again and again.
  if (!remembered.has(text)) {
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(text, readLines(text));
  }
  return remembered.get(text);
}

function readLines(text: string): readonly number[] | undefined {
  const wanted = text.trim().toLowerCase();
  const all = NODE_LINES.map(line => line.line);
  if (ALIASES.has(wanted)) return all;
  const named = NODE_LINES.find(line => line.codename !== undefined && [`lts/${line.codename}`, `lts-${line.codename}`, line.codename].includes(wanted));
  if (named) return [named.line];
  const before = /^lts\/-(\d)$/.exec(wanted)?.[1];
  if (before !== undefined) return longTermLines().slice(-1 - Number(before)).slice(0, 1);
  const exact = /^[v=\s]*(\d{1,4})(?:\.(?:\d+|x|\*)){0,2}(?:-[0-9a-z.-]+)?$/.exec(wanted);
  if (exact && Number(exact[1]) > all[all.length - 1]) return [Number(exact[1])];
  let range: semver.Range;
  try {
    range = new semver.Range(wanted, { loose: true });
  } catch {
    return undefined;
  }
  // A prerelease or nightly lies outside of `23.x` for semver, yet it is one of line 23.
  if (exact && wanted.includes('-')) return all.filter(line => line === Number(exact[1]));
  return all.filter(line => semver.intersects(range, `${line}.x`, { loose: true }));
}

/**
 * True if a text asks for the newest line.
 */
export function isNewest(text: string): boolean {
  return NEWEST.has(text.trim().toLowerCase());
}
