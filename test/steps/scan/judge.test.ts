import * as fc from 'fast-check';
import { Finding } from '../../../lib/steps/scan/findings';
import { judge } from '../../../lib/steps/scan/judge';
import { Acceptance, LEVELS, scanOptions } from '../../../lib/steps/scan/scan-options';
import { cut, table } from '../../../lib/steps/scan/table';
import { holds } from '../../property';

const TODAY = '2026-11-27';
const finding = (id: string, severity: string, name = 'openssl', more: Partial<Finding> = {}): Finding => ({ id, severity, package: name, version: '1', fixed: '', ...more });
const acceptance = (id: string, expires: string, more: Partial<Acceptance> = {}): Acceptance => ({ id, expires, reason: 'a reason', ...more });
const judged = (findings: Finding[], accepted: Acceptance[] = [], maximum = {}) => judge(findings, { maximum, accepted }, TODAY);

test('a severity that is not known is one that is not rated', () => {
  expect(judged([finding('a', 'SEVERE'), finding('b', 'UNTRIAGED'), finding('c', 'UNDEFINED'), finding('d', 'LOW'), finding('e', 'toString')]).counts)
    .toEqual({ CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 1, INFORMATIONAL: 0, UNRATED: 4 });
});

test('a finding of several images is one, the worst, with all versions', () => {
  const { counts, lines } = judged([finding('a', 'LOW', 'zlib', { version: '2' }), finding('a', 'HIGH', 'zlib', { fixed: '3' }), finding('a', 'LOW', 'zlib'), finding('a', 'LOW')]);

  expect(counts).toMatchObject({ HIGH: 1, LOW: 1 });
  expect(lines.slice(0, 3)).toEqual(['SEVERITY  FINDING  PACKAGE  VERSION  FIXED IN', 'HIGH      a        zlib     1, 2     3', 'LOW       a        openssl  1']);
});

test('a limit is the most there may be, in the order of the limits', () => {
  const findings = [finding('a', 'HIGH'), finding('b', 'LOW'), finding('c', 'LOW', '')];

  expect(judged(findings, [], { LOW: 2, HIGH: 1 }).broken).toBe('');
  expect(judged(findings, [], { LOW: 1, HIGH: 0 })).toMatchObject({ broken: 'LOW 2 (at most 1), HIGH 1 (at most 0)', first: 'a in openssl, b in openssl, c' });
});

test.each([
  ['2026-11-27', 1, true], ['2026-11-26', 0, false], ['2026-12-10', 1, true], ['2026-12-11', 1, false],
])('an acceptance until %s sets aside %d, with a notice: %s', (expires, accepted, notice) => {
  const result = judged([finding('a', 'HIGH')], [acceptance('a', expires)]);

  expect([result.accepted, result.counts.HIGH]).toEqual([accepted, 1 - accepted]);
  expect(result.lines.includes(`notice: the acceptance of a expires on ${expires}`)).toBe(notice);
});

test('of several acceptances the one that holds longest counts, of those that have passed the last', () => {
  const both = [acceptance('a', '2027-01-31', { reason: 'longest' }), acceptance('a', '2026-12-31'), acceptance('a', '2026-01-01', { package: 'openssl' })];

  expect(judged([finding('a', 'HIGH')], both).lines).toContain('accepted until 2027-01-31: HIGH a in openssl: longest');
  expect(judged([finding('a', 'HIGH')], [acceptance('a', '2025-01-01'), acceptance('a', '2026-01-01')]).lines[1]).toMatch(/accepted until 2026-01-01, which has passed$/);
});

test('what no finding matches is told', () => {
  expect(judged([], [acceptance('a', '2027-01-01', { package: 'zlib' })]).lines).toEqual([
    'no finding counts', 'notice: no finding is a in zlib, which is accepted until 2027-01-01: take it from the list',
    'counted: CRITICAL 0, HIGH 0, MEDIUM 0, LOW 0, INFORMATIONAL 0, UNRATED 0; accepted: 0',
  ]);
});

test('more than two hundred are counted, and not all shown', () => {
  const { counts, lines } = judged(Array.from({ length: 205 }, (_, index) => finding(`CVE-${index}`, 'LOW')));

  expect([counts.LOW, lines.length, lines.at(-2)]).toEqual([205, 1 + 200 + 1 + 1, 'and 5 more']);
});

test('a day that is none cannot be judged', () => {
  expect(() => judged([], [acceptance('a', 'soon')])).toThrow('there is no day soon');
});

test('every finding is counted or set aside, once, and none is within a limit of one less', () => {
  const findings = fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c'), severity: fc.constantFrom(...LEVELS, 'other'), package: fc.constantFrom('', 'x', 'y'), version: fc.string(), fixed: fc.string() }));
  const accepted = fc.array(fc.record({ id: fc.constantFrom('a', 'b'), expires: fc.constantFrom('2026-11-26', '2026-11-27', '2027-01-01'), reason: fc.string() }));
  holds(fc.property(findings, accepted, (given, acceptances) => {
    const { counts, accepted: setAside } = judged(given, acceptances);
    const all = Object.values(counts).reduce((sum, count) => sum + count, setAside);

    expect(all).toBe(new Set(given.map(({ id, package: name }) => `${id} ${name}`)).size);
    const maximum = Object.fromEntries(Object.entries(counts).map(([level, count]) => [level, count - 1]));
    expect(judged(given, acceptances, maximum).broken.split(', ').length).toBe(LEVELS.length);
    expect(judged(given, acceptances, counts).broken).toBe('');
    expect(judged([...given].reverse(), acceptances).counts).toEqual(counts);
  }));
});

test('a table is as wide as its widest characters', () => {
  expect(table([['A', 'B', ''], ['😀😀', 'b', 'c'], ['é', '', '']])).toEqual(['A   B', '😀😀  b  c', 'é']);
  expect(table([])).toEqual([]);
  expect([cut('abcdef', 6), cut('abcdefg', 6), cut('😀😀😀😀😀', 4)]).toEqual(['abcdef', 'abc...', '😀...']);
});

test.each(['', '[', '{}', 'null', '{"kind":"other","timeoutMinutes":1,"maximum":{},"accepted":[]}', '{"kind":"basic","maximum":{},"accepted":[]}', '{"kind":"basic","timeoutMinutes":1,"maximum":{}}'])('the options %j are refused', text => {
  expect(() => scanOptions(text)).toThrow('the variable SCAN is not the JSON that it should be');
});
