import { fact, project, refusal } from '../project-directory';

const scripts = (all: Record<string, string>) => ({ 'package.json': { scripts: all } });

test.each([
  ['jest', 'test'],
  ['echo "Error: no test specified" && exit 1', undefined],
  ['echo "No test specified" && exit 0', undefined],
  ['npm run nothing', undefined],
  ['echo testing && jest', 'test'],
  ['  ', undefined],
])('given the script test %j, when the project is read, then the tests are %s', (test, expected) => {
  expect(project(scripts({ test, nothing: 'exit 0' })).testScript).toBe(expected);
});

test.each([
  ['mocha dist', true],
  ['mocha "dist/**/*.test.js"', true],
  ['node --test ./dist/', true],
  ['npm run unit', true],
  ['jest', false],
  ['mocha distant', false],
  ['eslint . --ignore-pattern dist', false],
  ['jest --testPathIgnorePatterns=dist', false],
  ['npm run build && mocha dist', false],
  ['tsc && mocha dist', false],
])('given the script test %j, when the project is read, then needing the build is %s', (test, expected) => {
  expect(project(scripts({ build: 'node x --out-dir dist', test, unit: 'node --test dist/a.js' })).testNeedsBuild).toBe(expected);
});

test('given a pretest that builds, when the project is read, then the tests do not need the build', () => {
  const read = project(scripts({ build: 'tsup', pretest: 'npm run build', test: 'mocha dist' }));
  expect(fact(read, 'testNeedsBuild')).toMatchObject({ value: 'false', reason: 'the tests build for themselves' });
});

test('given the props, when the project is read, then they go before the scripts', () => {
  const content = scripts({ test: 'jest', unit: 'mocha' });
  expect(project(content, { testScript: 'unit', testNeedsBuild: true })).toMatchObject({ testScript: 'unit', testNeedsBuild: true });
  expect(project(content, { testScript: '' }).testScript).toBeUndefined();
  expect(refusal(content, { testScript: 'x' })).toMatch(/^there is no script "x" in package\.json, which has test, unit: change the prop testScript/);
});
