import { NODE_SCHEDULE, NodeLine } from './dated-facts';

/** Every line that is known, oldest first. */
export const NODE_LINES = NODE_SCHEDULE.lines;

/**
 * True if the support of a line had ended when the table was written.
 */
export function hasEnded(line: NodeLine): boolean {
  return line.endOfLife < NODE_SCHEDULE.checked;
}

/**
 * A line whose long-term support began after this day is too young to be chosen for a project that does not ask for it:
 * half a year before the table was written.
 */
const SETTLED_BY = halfAYearBefore(NODE_SCHEDULE.checked);

/**
 * The lines in the order in which they are chosen for those who ask for the newest one (`lts/*`): supported ones first,
 * of these the ones with long-term support, newest first; then ended ones, those that ended last first.
 */
const NEWEST_FIRST: readonly NodeLine[] = [
  ...NODE_LINES.filter(line => !hasEnded(line))
    .sort((a, b) => Number(a.codename === undefined) - Number(b.codename === undefined) || b.line - a.line),
  ...NODE_LINES.filter(hasEnded).sort((a, b) => a.endOfLife < b.endOfLife ? 1 : -1),
];

/**
 * The lines in the order in which they are chosen for everybody else: the newest one that has had long-term support for
 * half a year, and then as above.
 */
const SETTLED_FIRST: readonly NodeLine[] = [
  ...NEWEST_FIRST.filter(isSettled).slice(0, 1),
  ...NEWEST_FIRST.filter(line => line !== NEWEST_FIRST.find(isSettled)),
];

/**
 * The line to use of those that are allowed, undefined if the table knows none of them.
 *
 * @param newest whether the project asks for the newest one
 */
export function preferredLine(allowed: readonly number[], newest: boolean): NodeLine | undefined {
  return (newest ? NEWEST_FIRST : SETTLED_FIRST).find(line => allowed.includes(line.line));
}

/**
 * The line that is used when a project asks for none: the same as for a range that allows every line.
 */
export const DEFAULT_LINE = SETTLED_FIRST[0].line;

/**
 * The lines that had long-term support when the table was written, or had had it, oldest first.
 */
export function longTermLines(): number[] {
  return NODE_LINES.filter(({ codename }) => codename !== undefined).map(({ line }) => line);
}

function isSettled({ longTermSupport }: NodeLine): boolean {
  return longTermSupport !== undefined && longTermSupport <= SETTLED_BY;
}

/**
 * The same day of the month, six months before.
 */
function halfAYearBefore(day: string): string {
  const date = new Date(day);
  date.setUTCMonth(date.getUTCMonth() - 6);
  return date.toISOString().slice(0, 10);
}
