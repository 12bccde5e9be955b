import { dueFacts } from '../../../bench/due-facts';
import { DEBIAN, MANAGERS, NODE_SCHEDULE, OFFICIAL_IMAGES } from '../../../lib/project/dated-facts/dated-facts';
import { debianSuite } from '../../../lib/project/dated-facts/debian-suites';

const DATE = /^\d{4}-\d\d-\d\d$/;

/** A day so many days behind the one on which everything was read. */
const after = (days: number) => new Date(Date.parse(NODE_SCHEDULE.checked) + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

describe('the dated facts', () => {
  test('have a source and a date', () => {
    for (const { source, checked } of [NODE_SCHEDULE, DEBIAN, OFFICIAL_IMAGES, ...Object.values(MANAGERS)]) {
      expect(source).toMatch(/^https:/);
      expect(checked).toMatch(DATE);
    }
    NODE_SCHEDULE.lines.forEach(({ start, endOfLife, longTermSupport = start }) => {
      expect([start, longTermSupport, endOfLife].sort()).toEqual([start, longTermSupport, endOfLife]);
    });
  });

  test('name a Debian release for every line', () => {
    expect(NODE_SCHEDULE.lines.filter(({ line }) => debianSuite(String(line)) === undefined)).toEqual([]);
  });
});

describe('what is due', () => {
  test('is nothing on the day everything was read', () => {
    expect(dueFacts(NODE_SCHEDULE.checked)).toEqual([]);
    expect(dueFacts(after(90)).filter(line => line.includes('read it again'))).toEqual([]);
  });

  test('is what was read more than 90 days ago', () => {
    expect(dueFacts(after(91))).toEqual(expect.arrayContaining([
      `Node.js: read 91 days ago, read it again: ${NODE_SCHEDULE.source}`, `pnpm: read 91 days ago, read it again: ${MANAGERS.pnpm.source}`,
    ]));
  });

  test('is what ends within 60 days, and what has ended since it was read', () => {
    const about = (day: string) => dueFacts(day).filter(line => line.startsWith('Node.js 22'));
    expect(about('2027-02-28')).toEqual([]);
    expect(about('2027-03-01')).toEqual(['Node.js 22: ends on 2027-04-30, in 60 days']);
    expect(about('2027-05-01')).toEqual(['Node.js 22: ended on 2027-04-30, after it was read']);
    expect(dueFacts('2028-08-01')).toContain('Debian trixie: ends on 2028-08-09, in 8 days');
  });
});
