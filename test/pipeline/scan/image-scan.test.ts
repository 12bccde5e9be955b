import { Duration, Lazy } from 'aws-cdk-lib';
import { AcceptedFinding, ImageScan } from '../../../lib';

const of = (scan: ImageScan): any => JSON.parse(scan._variable());
const accepted = (finding: Partial<AcceptedFinding>) => () =>
  ImageScan.basic({ accepted: [{ id: 'CVE-2026-1234', expires: '2027-01-31', reason: 'never called', ...finding }] });

test('by default no critical and no high finding is allowed, and any number of others', () => {
  expect(of(ImageScan.basic())).toEqual({ kind: 'basic', timeoutMinutes: 15, maximum: { CRITICAL: 0, HIGH: 0 }, accepted: [] });
  expect(of(ImageScan.inspector())).toMatchObject({ kind: 'inspector', maximum: { CRITICAL: 0, HIGH: 0 } });
});

test('a limit replaces its default, and no other', () => {
  expect(of(ImageScan.basic({ maximum: { high: 3, medium: undefined, low: 5, informational: 6, unrated: 7 } })).maximum)
    .toEqual({ CRITICAL: 0, HIGH: 3, LOW: 5, INFORMATIONAL: 6, UNRATED: 7 });
});

test.each([[-1, '-1'], [1.5, '1.5'], [NaN, 'null']])('the limit %d is refused', (high, shown) => {
  expect(() => ImageScan.basic({ maximum: { high } })).toThrow(`maximum.high must be a whole number of 0 or more, received ${shown}`);
});

test.each(['CVE-2026-1234', 'GHSA-jf85-cpcp-j695', 'ALAS2023-2026-123', 'RHSA-2026:1234', 'RUSTSEC-2020-0001', 'TEMP-0000000-ABCDEF'])('the id %s is one of a finding', id => {
  expect(accepted({ id })).not.toThrow();
});

test.each(['', 'cve-2026-1', 'CVE', 'CVE-', '-CVE-1', 'CVE 2026 1', 'CVE-2026-1\n', '$(x)', '*', `CVE-${'1'.repeat(90)}`])('the id %j is refused', id => {
  expect(accepted({ id })).toThrow(`the id of an accepted finding must be like "CVE-2026-1234", received ${JSON.stringify(id)}`);
});

test.each(['2027-02-29', '2027-1-31', '2027-13-01', '2027-00-10', '31.01.2027', '2027-01-31T00:00:00Z', '', 'never'])('the day %j is refused', expires => {
  expect(accepted({ expires })).toThrow(`expires of the accepted finding CVE-2026-1234 must be a date like "2027-01-31", received ${JSON.stringify(expires)}`);
});

test('a leap day is a day, and one that has passed is for the run to judge', () => {
  expect(accepted({ expires: '2024-02-29' })).not.toThrow();
});

test('an acceptance has a reason, and a package that it names has a name', () => {
  expect(accepted({ reason: ' ' })).toThrow('the reason of the accepted finding CVE-2026-1234 must say why it is accepted, received " "');
  expect(accepted({ package: '' })).toThrow('package of the accepted finding CVE-2026-1234 must name a package, or be left out for any, received ""');
});

test('an acceptance is there once, for all packages and for each', () => {
  const one = { id: 'CVE-2026-1', expires: '2027-01-31', reason: 'never called' };

  expect(() => ImageScan.basic({ accepted: [one, { ...one, package: 'a' }, { ...one, package: 'b' }] })).not.toThrow();
  expect(() => ImageScan.basic({ accepted: [one, { ...one, expires: '2027-02-01' }] })).toThrow('accepted holds CVE-2026-1 twice; keep one of them');
  expect(() => ImageScan.basic({ accepted: [{ ...one, package: 'a' }, { ...one, package: 'a' }] })).toThrow('accepted holds CVE-2026-1 in a twice');
});

test('what is known only while deploying is refused', () => {
  expect(accepted({ reason: Lazy.string({ produce: () => 'later' }) })).toThrow('accepted must hold values that are known now');
});

test.each([[30, false], [60, true], [7200, true], [7260, false]])('waiting for %d seconds is taken: %s', (seconds, taken) => {
  const make = () => ImageScan.inspector({ timeout: Duration.seconds(seconds) });

  if (taken) expect(of(make()).timeoutMinutes).toBe(seconds / 60);
  else expect(make).toThrow('timeout of a scan must be between 1 and 120 minutes, received');
});
