/**
 * The day this table was written. What has ended is decided by it, never by the clock: the same
 * version of this library gives the same image on every day.
 */
export const TABLE_DATE = '2026-11-21';

/**
 * A line of Node.js.
 */
export interface NodeLine {
  readonly line: number;
  /** The last day of its support. */
  readonly endOfLife: string;
  /** The codename of its long-term support, for lines that have one. */
  readonly codename?: string;
  /** The first day of its long-term support, for supported lines. */
  readonly longTermSupport?: string;
  /** The major version of the npm in it. */
  readonly npm: number;
}

/**
 * Every line whose images still exist for the builders we generate for, oldest first.
 *
 * @see https://github.com/nodejs/Release/blob/main/schedule.json
 * @see https://github.com/nodejs/Release/blob/main/CODENAMES.md
 */
export const NODE_LINES: readonly NodeLine[] = [
  { line: 10, endOfLife: '2021-04-30', codename: 'dubnium', npm: 6 },
  { line: 11, endOfLife: '2019-06-01', npm: 6 },
  { line: 12, endOfLife: '2022-04-30', codename: 'erbium', npm: 6 },
  { line: 13, endOfLife: '2020-06-01', npm: 6 },
  { line: 14, endOfLife: '2023-04-30', codename: 'fermium', npm: 6 },
  { line: 15, endOfLife: '2021-06-01', npm: 7 },
  { line: 16, endOfLife: '2023-09-11', codename: 'gallium', npm: 8 },
  { line: 17, endOfLife: '2022-06-01', npm: 8 },
  { line: 18, endOfLife: '2025-04-30', codename: 'hydrogen', npm: 10 },
  { line: 19, endOfLife: '2023-06-01', npm: 9 },
  { line: 20, endOfLife: '2026-04-30', codename: 'iron', npm: 10 },
  { line: 21, endOfLife: '2024-06-01', npm: 10 },
  { line: 22, endOfLife: '2027-04-30', codename: 'jod', longTermSupport: '2024-10-29', npm: 10 },
  { line: 23, endOfLife: '2025-06-01', npm: 10 },
  { line: 24, endOfLife: '2028-04-30', codename: 'krypton', longTermSupport: '2025-10-28', npm: 11 },
  { line: 25, endOfLife: '2026-06-01', npm: 11 },
  { line: 26, endOfLife: '2029-04-30', codename: 'lithium', longTermSupport: '2026-10-28', npm: 11 },
];

/**
 * Whether the support of a line had ended when the table was written.
 */
export function hasEnded(line: NodeLine): boolean {
  return line.endOfLife < TABLE_DATE;
}

/**
 * A line whose long-term support began after this day is too young to be chosen for a project that does not ask for it:
 * half a year before the table was written.
 */
const SETTLED_BY = '2026-05-21';

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
