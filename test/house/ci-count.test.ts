import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';

const COUNT = resolve(__dirname, '..', '..', '.ci', 'count.mjs');

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'count-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** What jest writes for tests with these outcomes. */
function results(statuses: string[], more: object = {}): string {
  const of = (...wanted: string[]) => statuses.filter((status) => wanted.includes(status)).length;
  const file = join(directory, `${Math.random()}.json`);
  writeFileSync(file, JSON.stringify({
    numPassedTests: of('passed'),
    numFailedTests: of('failed'),
    numPendingTests: of('pending', 'skipped', 'disabled'),
    numTodoTests: of('todo'),
    numRuntimeErrorTestSuites: 0,
    success: of('failed') === 0,
    wasInterrupted: false,
    testResults: [{
      name: 'a.test.ts',
      status: 'passed',
      message: '',
      assertionResults: statuses.map((status, index) => ({ status, fullName: `test ${index}`, failureMessages: status === 'failed' ? ['Error: because'] : [] })),
    }],
    ...more,
  }));
  return file;
}

function count(...steps: string[][]): { exitCode: number | null; last: string; output: string } {
  const list = join(directory, 'steps');
  writeFileSync(list, steps.map((step) => `${step.join('\t')}\n`).join(''));
  const { status, stdout } = spawnSync(process.execPath, [COUNT, list], { encoding: 'utf-8' });
  return { exitCode: status, last: stdout.trimEnd().split('\n').pop()!, output: stdout };
}

test('adds up tests and checks', () => {
  expect(count(
    ['check', 'install', '0'],
    ['tests', 'unit', '0', results(['passed', 'passed'])],
    ['tests', 'container', '0', results(['passed'])],
  )).toMatchObject({ exitCode: 0, last: '4 passed, 0 failed', output: '4 passed, 0 failed\n' });
});

test('names the tests that failed, once each', () => {
  const { exitCode, last, output } = count(['tests', 'unit', '1', results(['passed', 'failed', 'failed'])]);

  expect(exitCode).toBe(1);
  expect(last).toBe('1 passed, 2 failed');
  expect(output).toContain('FAILED unit: test 1 failed\n    Error: because\n');
});

test.each(['pending', 'skipped', 'disabled', 'todo'])('a test that is %s has failed', (status) => {
  expect(count(['tests', 'unit', '0', results(['passed', status])])).toMatchObject({ exitCode: 1, last: '1 passed, 1 failed' });
});

test('a suite that does not load has failed', () => {
  const file = results(['passed'], {
    numRuntimeErrorTestSuites: 1,
    testResults: [
      { name: 'a.test.ts', status: 'failed', message: 'cannot find module', assertionResults: [] },
      { name: 'b.test.ts', status: 'passed', message: '', assertionResults: [{ status: 'passed', fullName: 'b', failureMessages: [] }] },
    ],
  });

  const { exitCode, last, output } = count(['tests', 'unit', '1', file]);

  expect(exitCode).toBe(1);
  expect(last).toBe('1 passed, 1 failed');
  expect(output).toContain('a.test.ts did not run\n    cannot find module');
});

test('what jest counts and does not list has failed', () => {
  expect(count(['tests', 'unit', '1', results(['passed'], { numRuntimeErrorTestSuites: 2 })])).toMatchObject({ exitCode: 1, last: '1 passed, 2 failed' });
});

test('a run without results has failed', () => {
  expect(count(['check', 'install', '0'], ['tests', 'unit', '0', join(directory, 'missing.json')])).toMatchObject({ exitCode: 1, last: '1 passed, 1 failed' });
});

test.each(['{"numPassedTests": 3,', '', 'null', '{"numPassedTests":3}'])('a run that leaves %j for results has failed', (text) => {
  const file = join(directory, 'cut.json');
  writeFileSync(file, text);

  expect(count(['tests', 'unit', '0', file])).toMatchObject({ exitCode: 1, last: '0 passed, 1 failed' });
});

test('a run of no test has failed', () => {
  expect(count(['check', 'install', '0'], ['tests', 'unit', '0', results([])])).toMatchObject({ exitCode: 1, last: '1 passed, 1 failed' });
});

test.each([
  ['ends with an error', '1', {}],
  ['is not a success', '0', { success: false }],
  ['is interrupted', '0', { wasInterrupted: true }],
])('a run that %s although its tests pass has failed', (_, exitCode, more) => {
  expect(count(['tests', 'unit', exitCode, results(['passed'], more)])).toMatchObject({ exitCode: 1, last: '1 passed, 1 failed' });
});

test('a check that ends with an error has failed', () => {
  const { exitCode, last, output } = count(['check', 'install', '0'], ['check', 'compile', '2']);

  expect(exitCode).toBe(1);
  expect(last).toBe('1 passed, 1 failed');
  expect(output).toContain('FAILED compile ended with 2\n');
});

test('a run of nothing has failed', () => {
  expect(count()).toMatchObject({ exitCode: 1, last: '0 passed, 0 failed' });
});

test('a step of another kind ends without a count', () => {
  expect(count(['chek', 'install', '0']).exitCode).toBe(1);
});
