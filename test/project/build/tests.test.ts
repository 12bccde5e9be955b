import { fact, project, refusal } from '../project-directory';

const scripts = (all: Record<string, string>) => ({ 'package.json': { scripts: all } });

test.each([
  ['jest', 'test'],
  ['echo "Error: no test specified" && exit 1', undefined],
  ['echo "No test specified" && exit 0', undefined],
  ['npm run nothing', undefined],
  ['echo testing && jest', 'test'],
  ['  ', undefined],
  ['npm test --workspaces --if-present', 'test'],
  ['npm test -w packages/core', 'test'],
  ['pnpm -r test', 'test'],
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
  ['tsc && mocha dist', true],
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

describe('given tests that read what the build writes', () => {
  const build = { build: 'esbuild src/server.js --bundle --outfile=dist/server.js' };
  const reads = { 'test/a.test.js': 'require("../dist/server.js")' };

  test.each([
    ['npm run check && node --test', true],
    ['tsc --noEmit && node --test', true],
    ['tsc -p tsconfig.test.json && node --test', true],
    ['tsc --version; node --test', true],
    ['esbuild test/a.ts --outdir=tmp && node --test', true],
    ['npm run build && node --test', false],
    ['esbuild src/server.js --outdir=dist && node --test', false],
    ['tsc && node --test', false],
  ])('when the test script is %j, then needing the build is %s', (test, expected) => {
    const compilers = { 'tsconfig.json': { compilerOptions: { outDir: 'dist' } }, 'tsconfig.test.json': { compilerOptions: { outDir: 'dist-test' } } };
    const read = project({ 'package.json': { scripts: { ...build, check: 'tsc --noEmit', test } }, ...compilers, ...reads });
    expect(read.testNeedsBuild).toBe(expected);
  });

  const main = { name: '@a/pkg', main: './dist/server.js' };
  test.each<[string, Record<string, unknown>, Record<string, string>, boolean]>([
    ['a test beside the sources', {}, { 'src/deep/x.spec.ts': 'const file = path.join(__dirname, "..", "dist", "server.js")' }, true],
    ['a program that a test starts', {}, { 'test/cli.js': 'spawn("node", ["dist/server.js"])' }, true],
    ['the package by its name', main, { 'test/a.mjs': 'import x from "@a/pkg"' }, true],
    ['the package by the directory above', main, { 'test/unit/a.js': 'require("../..")' }, true],
    ['another directory above', main, { 'test/unit/a.js': 'require("..")' }, false],
    ['the package by its name, where it is its sources', { name: '@a/pkg', main: 'src/server.js' }, { 'src/server.js': '', 'test/a.js': 'require("@a/pkg")' }, false],
    ['settings of a test runner', {}, { 'jest.config.js': 'module.exports = { roots: ["<rootDir>/dist"] }' }, true],
    ['settings in package.json', { mocha: { spec: 'dist/**/*.test.js' } }, {}, true],
    ['settings that leave it out', { jest: { testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'] } }, { 'vitest.config.ts': 'export default { test: { exclude: ["dist/**"] } }' }, false],
    ['a word that only looks like it', {}, { 'test/a.js': 'it("has a dist", () => build("distance/x"))' }, false],
    ['tests of the sources', {}, { 'test/a.js': 'require("../src/server")' }, false],
  ])('when there is %s, then that is seen', (_, more, files, expected) => {
    expect(project({ 'package.json': { scripts: { ...build, test: 'jest' }, ...more }, ...files }).testNeedsBuild).toBe(expected);
  });

  test('when they start what is served, or the build writes sources, then they need the build', () => {
    expect(project(scripts({ ...build, start: 'node dist/server.js', test: 'start-server-and-test start http://localhost:3000 e2e', e2e: 'jest' })).testNeedsBuild).toBe(true);
    expect(project(scripts({ build: 'graphql-codegen && tsc', test: 'jest' })).testNeedsBuild).toBe(true);
    expect(project(scripts({ build: 'graphql-codegen && tsc', pretest: 'graphql-codegen', test: 'jest' })).testNeedsBuild).toBe(false);
  });
});
