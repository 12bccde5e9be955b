import { spawnSync } from 'child_process';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { holds } from '../../property';
import { temporaryDirectory } from '../../temporary';
import { project } from '../project-directory';

const SCRIPTS = { 'unit': 'jest', 'lint': 'eslint .', 'x:a': 'mocha', 'x:b': 'ava -w', 'again': 'npm run test' };

const flaws = (test: string, files: Record<string, string> = {}) =>
  project({ 'package.json': { scripts: { ...SCRIPTS, test } }, ...files })._testFlaws({ script: 'test' });

const ids = (test: string, files: Record<string, string> = {}) => [...new Set(flaws(test, files).map(({ id }) => id))];

test.each([
  'jest || true', 'jest; exit 0', 'jest | tee log', 'jest &', '! jest', 'jest & wait', 'jest\nexit 0', '(jest; exit 0)', '(jest) || true', '{ jest; } || :',
  'npm run unit || echo bad', 'npm run unit; npm run lint', 'yarn jest || true', 'npx jest || true', 'nyc mocha || :', 'cd x && jest || true', 'sh -c "jest || true"',
  'c8 node --test | cat', 'node --experimental-vm-modules node_modules/jest/bin/jest.js || true', 'jest 2>&1 | grep -v warn', 'jest || node notify.js',
  'eslint . && jest || echo failed', 'node test.js; rm -rf tmp', 'node test.js || true', 'concurrently "npm:unit" "jest || true"', 'exit 0; jest', 'true || jest',
  'docker info; node test.js; docker info',
])('the failure of %j is lost', script => {
  expect(ids(script)).toContain('gate-ignores-failure');
});

test.each([
  'jest', 'jest || exit 1', 'jest || (echo x && exit 1)', 'jest || { echo x; exit 1; }', 'set -e; jest; echo done', 'jest; code=$?; rm -rf x; exit $code',
  'tape test/*.js | tap-spec', 'node test.js | npx tap-spec', 'bash -c "set -o pipefail; jest | tee l"', 'bash -eo pipefail -c "jest | tee l"', 'jest || jest --onlyFailures',
  'jest & wait $!', 'node server.js & sleep 1; jest', 'eslint .; jest', 'eslint . || true; node test.js', 'npm run lint && npm run unit', 'docker info || true && jest',
  'jest -w 2', 'jest --watch=false', 'jest --watchAll false', 'vitest', 'react-scripts test', 'karma start --single-run', 'if true; then jest; fi', 'cat <<X\nX', '"', 'again',
])('nothing is wrong with %j', script => {
  expect(ids(script).filter(id => id !== 'gate-needs-docker')).toEqual([]);
});

test.each([
  'jest --watch', 'jest --watchAll', 'vitest --watch', 'vitest watch', 'pnpm exec vitest dev', 'mocha -w', 'mocha --watch', 'ava --watch', 'nodemon --exec mocha',
  'nodemon --exec "npm run unit"', 'tsx watch --test', 'node --test --watch', 'run-p x:*', 'cross-env CI= react-scripts test', 'karma start', 'cypress open', 'playwright test --ui',
  'bun test --watch', 'ts-node-dev test.ts',
])('%j does not end', script => {
  expect(ids(script)).toContain('gate-watches');
});

test('what watches by default is told by its settings', () => {
  const angular = (test: string) => ({ 'angular.json': `{"test": {"builder": "@angular-devkit/build-angular:karma"${test}}}` });
  expect(ids('ng test', angular(''))).toEqual(['gate-watches']);
  expect(ids('ng test', angular(', "options": {"watch": false}'))).toEqual([]);
  expect(ids('ng test --watch=false', angular(''))).toEqual([]);
  expect(ids('karma start', { 'karma.conf.js': 'module.exports = c => c.set({ singleRun: !!process.env.CI })' })).toEqual([]);
});

test.each([
  ['jest --passWithNoTests', 'gate-passes-without-tests'], ['vitest run --passWithNoTests=true', 'gate-passes-without-tests'], ['playwright test --pass-with-no-tests', 'gate-passes-without-tests'],
  ['mocha --pass-on-failing-test-suite', 'gate-passes-without-tests'],
  ['jest --listTests', 'gate-tests-nothing'], ['vitest list', 'gate-tests-nothing'], ['playwright test --list', 'gate-tests-nothing'], ['mocha --dry-run', 'gate-tests-nothing'],
  ['exit 0', 'gate-tests-nothing'], ['echo "Error: no test specified" && exit 1', 'gate-tests-nothing'],
  ['git diff --exit-code && jest', 'gate-needs-git'], ['jest --onlyChanged', 'gate-needs-git'], ['docker compose up -d && jest', 'gate-needs-docker'], ['pg_isready && jest', 'gate-needs-service'],
  ['playwright test', 'gate-needs-browser'], ['cypress run --component', 'gate-needs-browser'],
])('%j has the flaw %s', (script, id) => {
  expect(ids(script).filter(each => each === id || each !== 'gate-needs-browser')).toEqual([id]);
});

test('a message names the script that is to change, its text, the cause and what to do', () => {
  expect(flaws('npm run check', {}).concat(project({ 'package.json': { scripts: { check: 'jest || true', test: 'npm run check' } } })._testFlaws({ script: 'test' }))).toEqual([{
    id: 'gate-ignores-failure',
    message: 'the script "check" (jest || true) passes where "jest" fails: "|| true" ends well instead; take that away, for the gate lets everything through',
  }]);
});

test('a command of a gate is read as a script is', () => {
  const read = project({ 'package.json': { scripts: SCRIPTS } });
  expect(read._testFlaws({ command: ['sh', '-c', 'jest || true'] }).map(({ id }) => id)).toEqual(['gate-ignores-failure']);
  expect(read._testFlaws({ command: ['npx', 'jest', '--passWithNoTests'] }).map(({ id }) => id)).toEqual(['gate-passes-without-tests']);
  expect(read._testFlaws({ command: ['npm', 'audit', '||', 'true'] })).toEqual([]);
});

describe('as a shell has it', () => {
  const bin = temporaryDirectory();
  writeFileSync(join(bin, 'jest'), '#!/bin/sh\necho > "$RAN"\nexit 3\n');
  chmodSync(join(bin, 'jest'), 0o755);
  const other = fc.constantFrom('true', 'echo x', 'exit 0', 'exit 1', 'echo $((1))', 'cat /dev/null');
  const { script } = fc.letrec<{ script: string; part: string }>(tie => ({
    part: fc.oneof({ depthSize: 'small', withCrossShrink: true }, other, tie('script').map(text => `(${text})`), tie('script').map(text => `{ ${text}; }`)),
    script: fc.array(fc.tuple(tie('part'), fc.constantFrom(' && ', ' || ', '; ', '\n', ' | ')), { minLength: 1, maxLength: 3 })
      .map(parts => parts.map(([part, operator], index) => index === parts.length - 1 ? part : part + operator).join('')),
  }));
  const shapes = fc.tuple(script, fc.constantFrom(' && ', ' || ', '; ', '\n', ' | '), script, fc.constantFrom(' && ', ' || ', '; ', '\n', ' | '), fc.nat(5))
    .map(([before, first, after, second, shape]) => [
      'jest', `jest${second}${after}`, `${before}${first}jest`, `${before}${first}jest${second}${after}`, `(jest${second}${after})`, `${before}${first}{ jest; }${second}${after}`,
    ][shape]);

  test('where a script ends well though its tests failed, that is said, and nowhere else', () => {
    holds(fc.property(shapes, text => {
      const ran = join(bin, 'ran');
      rmSync(ran, { force: true });
      const { status } = spawnSync('sh', ['-c', text], { env: { PATH: `${bin}:${process.env.PATH}`, RAN: ran } });
      if (status === 0 && existsSync(ran)) expect({ text, ids: ids(text) }).toEqual({ text, ids: expect.arrayContaining(['gate-ignores-failure']) });
      // where nothing else can fail, the exit code is that of the tests
      if (status !== 0 && !text.includes('exit')) expect({ text, ids: ids(text) }).toEqual({ text, ids: [] });
    }), 150);
  }, 120_000);

  test('no text breaks the reader', () => {
    const words = fc.constantFrom('jest', '||', '&&', ';', '|', '&', '(', ')', '{', '}', '!', '"', '\'', '$(', '`', 'exit', '0', '<<', '>', '2>&1', '\n', 'if', 'npm', 'run', 'test');
    holds(fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 12 }), parts => { ids(parts.join(' ')); }), 150);
  }, 60_000);
});
