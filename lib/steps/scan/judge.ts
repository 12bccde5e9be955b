import { oneLine } from '../one-line';
import { Finding } from './findings';
import { Acceptance, Level, LEVELS, ScanOptions } from './scan-options';
import { cut, table } from './table';

/** Judgement on findings. */
export interface Judgement {
  /** How many of each severity count. */
  readonly counts: Readonly<Record<Level, number>>;
  /** How many do not count, because they were accepted. */
  readonly accepted: number;
  /** The limits that are exceeded, or nothing. */
  readonly broken: string;
  /** The first findings that exceed them. */
  readonly first: string;
  /** Lines for the log. */
  readonly lines: readonly string[];
}

/** A finding as it is counted: once for all images. */
interface Judged extends Omit<Finding, 'version' | 'severity'> {
  readonly level: number;
  readonly versions: string;
  /** The acceptance that holds longest. */
  readonly acceptance?: Acceptance;
  /** The last day of an acceptance, where none holds any more. */
  readonly expired?: string;
}

/** An acceptance, as it is on a day. */
interface Dated extends Acceptance {
  readonly valid: boolean;
  /** True if its last day is within two weeks. */
  readonly soon: boolean;
}

const DAY = 86_400_000;
const SOON = 14 * DAY;
const MOST_LINES = 200;
const MOST_NAMED = 5;

/**
 * Findings that count, what was accepted, and what that comes to.
 *
 * @param findings of all images
 * @param today as `2027-01-31`
 */
export function judge(findings: readonly Finding[], { maximum, accepted }: Pick<ScanOptions, 'maximum' | 'accepted'>, today: string): Judgement {
  const dated = accepted.map(acceptance => onDay(acceptance, today));
  const all = merged(findings).map(finding => withAcceptance(finding, dated));
  all.sort((one, other) => one.level - other.level || compare(one.id, other.id) || compare(one.package, other.package));
  const counted = all.filter(({ acceptance }) => acceptance === undefined);
  const setAside = all.filter(({ acceptance }) => acceptance !== undefined);
  const countOf = (index: number) => counted.filter(({ level }) => level === index).length;
  const counts = Object.fromEntries(LEVELS.map((level, index) => [level, countOf(index)])) as Record<Level, number>;
  const broken = (Object.entries(maximum) as [Level, number][]).filter(([level, most]) => counts[level] > most);
  const levels = broken.map(([level]) => level);
  return {
    counts,
    accepted: setAside.length,
    broken: broken.map(([level, most]) => `${level} ${counts[level]} (at most ${most})`).join(', '),
    first: counted.filter(({ level }) => levels.includes(LEVELS[level])).slice(0, MOST_NAMED).map(named).join(', '),
    lines: [
      ...countedLines(counted),
      ...setAside.map(finding => `accepted until ${finding.acceptance!.expires}: ${LEVELS[finding.level]} ${named(finding)}: ${finding.acceptance!.reason}`),
      ...noticesOf(dated, all),
      `counted: ${LEVELS.map(level => `${level} ${counts[level]}`).join(', ')}; accepted: ${setAside.length}`,
    ].map(oneLine),
  };
}

/** A finding of several images counts once, with its worst severity. */
function merged(findings: readonly Finding[]): Judged[] {
  const groups = new Map<string, (Finding & { level: number })[]>();
  for (const finding of findings) {
    const known = LEVELS.indexOf(finding.severity as Level);
    const level = known === -1 ? LEVELS.indexOf('UNRATED') : known;
    const key = JSON.stringify([finding.id, finding.package]);
    groups.set(key, [...groups.get(key) ?? [], { ...finding, level }]);
  }
  return [...groups.values()].map(group => {
    const { version, severity, ...worst } = group.reduce((one, other) => other.level < one.level ? other : one);
    return { ...worst, versions: [...new Set(group.map(one => one.version))].sort(compare).join(', ') };
  });
}

function withAcceptance(finding: Judged, accepted: readonly Dated[]): Judged {
  const matching = accepted.filter(acceptance => matches(finding, acceptance)).sort((one, other) => compare(one.expires, other.expires));
  const acceptance = matching.filter(({ valid }) => valid).at(-1);
  return { ...finding, acceptance, expired: acceptance ? undefined : matching.at(-1)?.expires };
}

function matches(finding: Judged, acceptance: Acceptance): boolean {
  return finding.id === acceptance.id && (acceptance.package === undefined || finding.package === acceptance.package);
}

function onDay(acceptance: Acceptance, today: string): Dated {
  const left = Date.parse(`${acceptance.expires}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`);
  if (Number.isNaN(left)) {
    throw new RangeError(`there is no day ${acceptance.expires}`);
  }
  return { ...acceptance, valid: left >= 0, soon: left < SOON };
}

function countedLines(counted: readonly Judged[]): string[] {
  if (counted.length === 0) return ['no finding counts'];
  const rows = counted.slice(0, MOST_LINES).map(({ level, id, package: name, versions, fixed, expired }) =>
    [LEVELS[level], cut(id, 40), cut(name, 40), cut(versions, 30), cut(fixed, 30), expired === undefined ? '' : `accepted until ${expired}, which has passed`]);
  const more = counted.length - rows.length;
  return [...table([['SEVERITY', 'FINDING', 'PACKAGE', 'VERSION', 'FIXED IN', ''], ...rows]), ...more > 0 ? [`and ${more} more`] : []];
}

function noticesOf(accepted: readonly Dated[], all: readonly Judged[]): string[] {
  const found = (acceptance: Dated) => all.some(finding => matches(finding, acceptance));
  const nameOf = (acceptance: Dated) => `${acceptance.id}${acceptance.package ? ` in ${acceptance.package}` : ''}`;
  return [
    ...accepted.filter(one => !found(one)).map(one => `notice: no finding is ${nameOf(one)}, which is accepted until ${one.expires}: take it from the list`),
    ...accepted.filter(one => one.valid && one.soon && found(one)).map(one => `notice: the acceptance of ${nameOf(one)} expires on ${one.expires}`),
  ];
}

function named({ id, package: name }: Judged): string {
  return name === '' ? id : `${id} in ${name}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
