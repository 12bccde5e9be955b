import { BUNDLER, DEBIAN, DISTROLESS, MANAGERS, NODE_SCHEDULE, OFFICIAL_IMAGES } from '../lib/project/dated-facts/dated-facts';

const DAY = 24 * 60 * 60 * 1000;

/** After so many days facts are to be read again. */
const MAX_AGE = 90;

/** So many days ahead an end is said. */
const NOTICE = 60;

/**
 * What of the dated facts is to be looked after on a day: what was read long ago, and what ends soon or has ended since it
 * was read. For those who work on the library; nothing that is synthesized asks for the day.
 *
 * @param today as `2026-11-27`
 */
export function dueFacts(today: string): string[] {
  const named = {
    'Node.js': NODE_SCHEDULE, 'Debian': DEBIAN, 'the official images': OFFICIAL_IMAGES, 'distroless': DISTROLESS, 'esbuild': BUNDLER, ...MANAGERS,
  };
  const old = Object.entries(named).map(([name, { checked, source }]) => ({ name, source, age: days(checked, today) }))
    .filter(({ age }) => age > MAX_AGE)
    .map(({ name, source, age }) => `${name}: read ${age} days ago, read it again: ${source}`);
  const ends = [
    ...NODE_SCHEDULE.lines.map(({ line, endOfLife }) => ({ name: `Node.js ${line}`, end: endOfLife, checked: NODE_SCHEDULE.checked })),
    ...DEBIAN.suites.map(({ name, securitySupport }) => ({ name: `Debian ${name}`, end: securitySupport, checked: DEBIAN.checked })),
  ];
  // An end on the day that it was read is known, as is everything before.
  return [...old, ...ends.filter(({ end, checked }) => end >= checked && days(today, end) <= NOTICE).map(({ name, end }) => days(today, end) < 0
    ? `${name}: ended on ${end}, after it was read`
    : `${name}: ends on ${end}, in ${days(today, end)} days`)];
}

function days(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}
