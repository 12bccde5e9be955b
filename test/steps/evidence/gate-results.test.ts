import * as fs from 'fs';
import * as path from 'path';
import { junit, TestCase } from '../../../lib/programs/shared/junit';
import { junitOf } from '../../../lib/programs/start/report';
import { gateResult, gateResults } from '../../../lib/steps/evidence/gate-results';
import { propertiesIn, testCasesIn } from '../../../lib/steps/evidence/test-cases';
import { directoryWith, temporaryDirectory } from '../../temporary';

const step = (more: Partial<TestCase> = {}): TestCase => ({ name: 'npm test', seconds: 1, text: 'ok', ...more });
/** The report that the program of gates writes. */
const own = (cases = '2', ...steps: TestCase[]) => junit('test', steps.length ? steps : [step()], { 'test-cases': cases });
const runner = (...cases: string[]) => `<testsuites><testsuite name="s">${cases.join('')}</testsuite></testsuites>`;

test('a gate passed that ended with 0 and ran tests, which are named', () => {
  const reports = [runner('<testcase classname="sum" name="adds &amp; &quot;more&quot;"/>', '<testcase name="skips"><skipped/></testcase>')];

  expect(gateResult('test', { code: '0', junit: own(), reports }, false))
    .toEqual({ gate: 'test', result: 'PASSED', passedTests: ['npm test', 'sum: adds & "more"'], warnedTests: [], failedTests: [] });
});

test.each([
  ['no test ran', own('0')], ['it left no report', undefined], ['its report is none', 'x'], ['its report says that something was skipped', own('1', step(), step({ name: 'b', skipped: 'x' }))],
  ['the image may or may not start', junitOf([{ name: 'starts', seconds: 1, notes: ['warning: was started, and ended'], open: true }], '')],
])('a gate has not passed where %s', (_, report) => {
  const { result, passedTests } = gateResult('test', { code: '0', junit: report, reports: [] }, false);

  expect([result, passedTests]).toEqual(['WARNED', []]);
});

test('a start that was shown passes', () => {
  expect(gateResult('start', { code: '0', junit: junitOf([{ name: 'starts', seconds: 1, notes: ['listens'] }], ''), reports: [] }, false)).toMatchObject({ result: 'PASSED', passedTests: ['starts'] });
});

test('a gate whose command passes whatever its tests say is a warning', () => {
  expect(gateResult('test', { code: '0', junit: own(), reports: [] }, true)).toMatchObject({ result: 'WARNED', passedTests: [], warnedTests: ['npm test'] });
});

test('tests that failed are a failure whatever the exit code', () => {
  expect(gateResult('test', { code: '0', junit: own(), reports: [runner('<testcase name="a"><failure message="no">x</failure></testcase>', '<testcase name="a"/>')] }, false))
    .toEqual({ gate: 'test', result: 'FAILED', passedTests: ['npm test'], warnedTests: [], failedTests: ['a'] });
});

test.each(['1', '', '00', '0x0', undefined])('a gate that ended with %j failed', code => {
  expect(gateResult('test', { code, junit: own(), reports: [] }, false).result).toBe('FAILED');
});

describe('what gates left', () => {
  test('is read of each, with the reports of its runner', () => {
    const directory = directoryWith({
      'lint/exit-code': '0\n', 'lint/junit.xml': junit('lint', [step({ name: 'npm run lint' })]),
      'test/exit-code': '0\n', 'test/junit.xml': own(), 'test/reports/JUNITXML/deep/junit.xml': runner('<testcase name="deep"/>'), 'test/reports/COBERTURAXML/c.xml': runner('<testcase name="no"/>'),
    });

    expect(gateResults(directory, ['lint', 'test', 'none'], ['lint']).map(({ gate, result, passedTests }) => [gate, result, passedTests])).toEqual([
      ['lint', 'WARNED', []], ['test', 'PASSED', ['deep', 'npm test']], ['none', 'FAILED', []],
    ]);
  });

  test('is not where a link leads', () => {
    const [elsewhere, directory] = [directoryWith({ 'exit-code': '0\n', 'junit.xml': own(), 'reports/JUNITXML/a.xml': runner('<testcase name="other"/>') }), temporaryDirectory()];
    fs.mkdirSync(path.join(directory, 'test'));
    ['exit-code', 'junit.xml', 'reports'].forEach(name => fs.symlinkSync(path.join(elsewhere, name), path.join(directory, 'test', name)));

    expect(gateResults(directory, ['test'], [])).toEqual([{ gate: 'test', result: 'FAILED', passedTests: [], warnedTests: [], failedTests: [] }]);
  });
});

test('names are one line, of a length', () => {
  expect(testCasesIn(`<testcase name="a&#10;b\u0007&#x2028;c&#99999999;"/><testcase name='${'x'.repeat(1000)}'/>`).map(({ name }) => name)).toEqual(['a b c&#99999999;', 'x'.repeat(300)]);
});

test('properties are read as they are written', () => {
  expect(propertiesIn(junit('a', [], { 'test-cases': '3', 'x"<': '&' }))).toEqual({ 'test-cases': '3', 'x"<': '&' });
});
