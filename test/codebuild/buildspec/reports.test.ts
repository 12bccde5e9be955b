import { Gate, TestReport } from '../../../lib';
import { reportFormats, reportsSection } from '../../../lib/codebuild/buildspec/reports';

const GATES = [
  Gate.script('lint'),
  Gate.script('test', { reports: [TestReport.junit('out/'), TestReport.junit('e2e/*.junit'), TestReport.cobertura('coverage'), TestReport.cucumber('steps.json')] }),
];

test('gates need a report group for each format, for their own results too', () => {
  expect(reportFormats(GATES)).toEqual([
    { format: 'JUNITXML', coverage: false },
    { format: 'COBERTURAXML', coverage: true },
    { format: 'CUCUMBERJSON', coverage: false },
  ]);
  expect(reportFormats([])).toEqual([]);
});

test('the section says for each report group where the gate runner puts the files', () => {
  expect(reportsSection(GATES, { JUNITXML: 'arn:a', COBERTURAXML: 'arn:b', CUCUMBERJSON: 'arn:c' })).toEqual({
    'arn:a': {
      'base-directory': '.nodejs-image/reports',
      'files': ['lint/junit.xml', 'test/junit.xml', 'test/reports/JUNITXML/**/*.xml', 'test/reports/JUNITXML/**/*.junit'],
      'file-format': 'JUNITXML',
    },
    'arn:b': { 'base-directory': '.nodejs-image/reports', 'files': ['test/reports/COBERTURAXML/**/*.xml'], 'file-format': 'COBERTURAXML' },
    'arn:c': { 'base-directory': '.nodejs-image/reports', 'files': ['test/reports/CUCUMBERJSON/**/*.json'], 'file-format': 'CUCUMBERJSON' },
  });
});

test('a format without a report group is an error', () => {
  expect(() => reportsSection(GATES, { JUNITXML: 'arn:a' })).toThrow('there is no report group for reports in the format COBERTURAXML');
});

test.each(['LCOV', 'constructor'.toUpperCase()])('the format %s, which CodeBuild does not read, is an error', format => {
  expect(() => reportFormats([Gate.script('test', { reports: [TestReport.of(format, 'a')] })])).toThrow(`CodeBuild reads no reports in the format "${format}"`);
});

test('more formats than a build can have report groups are an error', () => {
  const reports = ['CUCUMBERJSON', 'NUNITXML', 'TESTNGXML', 'CLOVERXML', 'SIMPLECOV'].map(format => TestReport.of(format, 'a'));
  expect(() => reportFormats([Gate.script('test', { reports })])).toThrow('CodeBuild takes reports in 5 formats in a build, received 6 (JUNITXML, CUCUMBERJSON,');
});
