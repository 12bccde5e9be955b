import { oneLine } from '../../../lib/steps/one-line';
import { findingsIn, hasFindings, pageShape } from '../../../lib/steps/scan/findings';

const page = (imageScanFindings?: object | null) => ({ imageScanFindings });

test.each([
  [page(), 'none', false], [page(null), 'none', false], [page({ findings: [] }), 'none', false], [page({ findings: null, enhancedFindings: null }), 'none', false],
  [page({ findings: [{}] }), 'basic', false], [page({ findings: [], imageScanCompletedAt: new Date(0) }), 'none', true], [page({ enhancedFindings: [] }), 'inspector', false],
  [page({ enhancedFindings: [{}] }), 'inspector', true], [page({ enhancedFindings: [], imageScanCompletedAt: 0 }), 'inspector', true],
])('%j is of the scanner %s, and of a scan: %s', (given, shape, there) => {
  expect([pageShape(given), hasFindings(given)]).toEqual([shape, there]);
});

test('a basic finding has its package in its attributes', () => {
  expect(findingsIn([page({ findings: [
    { name: 'CVE-1', severity: 'HIGH', attributes: [{ key: 'package_version', value: '1' }, { key: 'package_name', value: 'zlib' }] },
    { name: 'CVE-2', severity: 'LOW' }, {},
  ] }), page()])).toEqual([
    { id: 'CVE-1', severity: 'HIGH', package: 'zlib', version: '1', fixed: '' }, { id: 'CVE-2', severity: 'LOW', package: '', version: '', fixed: '' },
    { id: '', severity: '', package: '', version: '', fixed: '' },
  ]);
});

test('one of Inspector is one for each package, unless it is suppressed or closed', () => {
  const details = (vulnerabilityId: string | undefined, ...vulnerablePackages: object[]) =>
    ({ packageVulnerabilityDetails: { vulnerabilityId, vulnerablePackages } });
  const findings = findingsIn([page({ enhancedFindings: [
    { severity: 'HIGH', status: 'ACTIVE', fixAvailable: 'YES', ...details('CVE-1', { name: 'a', version: '1', fixedInVersion: '2' }, { name: 'b', version: '3' }) },
    { severity: 'LOW', title: 'a title', fixAvailable: 'NO', ...details(undefined) }, { severity: 'HIGH', title: 'none' }, { severity: 'HIGH', status: 'SUPPRESSED', title: 'no' }, { status: 'CLOSED' },
  ] })]);

  expect(findings.map(({ id, package: name, version, fixed }) => [id, name, version, fixed])).toEqual([['CVE-1', 'a', '1', '2'], ['CVE-1', 'b', '3', 'yes'], ['a title', '', '', ''], ['none', '', '', '']]);
});

test.each([[{ findings: [1] }], [{ findings: {} }], [{ findings: [null] }], [{ findings: [[]] }], [{ enhancedFindings: ['a'] }], [{ enhancedFindings: [{ packageVulnerabilityDetails: 'a' }] }], ['a']])('%j is not what it should be', findings => {
  expect(() => findingsIn([page(findings as object)])).toThrow(TypeError);
});

test('what others wrote is on one line', () => {
  expect(findingsIn([page({ findings: [{ name: 'a\nb\u0000\u001b[2J\u0085\u2028c', severity: 1 }] })])).toEqual([{ id: 'a b  [2J  c', severity: '1', package: '', version: '', fixed: '' }]);
  expect(oneLine('é漢😀')).toBe('é漢😀');
});
