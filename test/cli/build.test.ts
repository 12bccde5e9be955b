import * as fs from 'fs';
import * as path from 'path';
import { bundlingIn, bundlingLines } from '../../lib/cli/build/bundling-result';
import { chainsOf } from '../../lib/cli/build/chains';
import { firstFailure, gateResults } from '../../lib/cli/build/gate-results';
import { packageOf } from '../../lib/cli/build/image-content';
import { Progress } from '../../lib/cli/build/progress';
import { showBuild } from '../../lib/cli/build/show-build';
import { Terminal } from '../../lib/cli/terminal/terminal';
import { BundlingReport } from '../../lib/programs/bundling/report';
import { EXAMPLES } from '../golden/examples';
import { temporaryDirectory } from '../temporary';
import { cdkNodejsImage } from './command-line';

const at = (second: number) => new Date(second * 1000).toISOString();
const message = (value: object) => JSON.stringify(value);

describe('what the engine says', () => {
  const progress = new Progress();
  const base = { digest: 'a', name: '[base 1/2] FROM docker.io/library/node' };
  const step = { digest: 'b', name: '[linux/amd64 gate-test 1/1] RUN node /gate.mjs' };
  const other = { digest: 'c', name: '[deps 1/1] RUN npm ci' };
  [
    message({ vertexes: [{ digest: 'x', name: '[internal] load build definition', started: at(0) }] }),
    message({ vertexes: [{ ...base, started: at(0), completed: at(1) }, { ...other, started: at(1), completed: at(1), cached: true }] }),
    message({ vertexes: [{ ...step, started: at(2) }] }),
    message({ logs: [{ vertex: 'b', data: Buffer.from('first\nsecond\n').toString('base64') }] }),
    'WARNING: something that is no message',
    '{"vertexes":[{"digest":',
    '',
  ].forEach(line => progress.take(line));

  test('is told by stage, also while one runs', () => {
    expect(progress.stages(5000)).toEqual([
      { name: 'base', seconds: 1, cached: false, running: false, failed: false },
      { name: 'deps', seconds: 0, cached: true, running: false, failed: false },
      { name: 'gate-test', seconds: 3, cached: false, running: true, failed: false },
    ]);
    expect(progress.wasCached('deps')).toBe(true);
    expect(progress.said).toBe('WARNING: something that is no message\n{"vertexes":[{"digest":');
  });

  test('names the step that failed, and not those that were cancelled for it', () => {
    progress.take(message({ vertexes: [{ digest: 'd', name: '[build 1/1] RUN x', started: at(2), completed: at(3), error: 'context canceled: context canceled' }] }));
    progress.take(message({ vertexes: [{ ...step, started: at(2), completed: at(4), error: 'exit code: 1' }] }));

    expect(progress.failed()).toEqual({ step: step.name, stage: 'gate-test', error: 'exit code: 1', log: 'first\nsecond\n' });
  });
});

describe('what gates left', () => {
  const write = (files: { readonly [name: string]: string }) => {
    const directory = temporaryDirectory();
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
      fs.writeFileSync(path.join(directory, name), text);
    }
    return directory;
  };
  const junit = '<testsuites tests="1" time="2.500"><testsuite><properties><property name="test-cases" value="16"/></properties></testsuite></testsuites>';

  test('is read of each', () => {
    const directory = write({
      'test/exit-code': '0\n', 'test/junit.xml': junit, 'test/log': '', 'lint/exit-code': '2\n', 'lint/junit.xml': '', 'lint/log': 'a.js\n  1:1 error unused\n',
      'none/exit-code': '0\n', 'none/log': '[gate none] warning: passed, but no test case ran\n',
    });

    expect(gateResults(directory, ['test', 'lint', 'none', 'gone'])).toEqual([
      { name: 'test', passed: true, cases: 16, seconds: 2.5 },
      { name: 'lint', passed: false, failure: 'a.js\n  1:1 error unused', verdict: [], cases: undefined, seconds: undefined },
      { name: 'none', passed: true, note: 'warning: passed, but no test case ran', cases: undefined, seconds: undefined },
      { name: 'gone', passed: false, failure: '', verdict: [], cases: undefined, seconds: undefined },
    ]);
  });

  test('of one that failed, with what the gate says of it at the end of its log', () => {
    const directory = write({
      'start/exit-code': '1\n',
      'start/log': '[gate start] node server.js\nError: EACCES: permission denied, open \'/app/access.log\'\n[gate start] failed: the user 1000:1000 may not make access.log; write it below /tmp\n[gate start]   a hint\n',
    });

    expect(gateResults(directory, ['start'])[0]).toMatchObject({
      failure: 'Error: EACCES: permission denied, open \'/app/access.log\'',
      verdict: ['failed: the user 1000:1000 may not make access.log; write it below /tmp', 'a hint'],
    });
  });

  test('is read of each platform', () => {
    const directory = write({ 'linux_amd64/test/exit-code': '0', 'linux_arm64/test/exit-code': '1' });

    expect(gateResults(directory, ['test']).map(({ platform, passed }) => [platform, passed])).toEqual([['linux/amd64', true], ['linux/arm64', false]]);
  });

  test('a report tells the first failure better than the log', () => {
    const reports = '<testsuite><testcase name="a"/><testcase name="b"></testcase><testcase classname="x" name="adds &lt;two&gt;" time="1"><failure message="4 is not 5">at a.js:1</failure></testcase></testsuite>';
    const directory = write({ 'test/exit-code': '1', 'test/log': 'not ok 1 - other', 'test/reports/junit.xml': reports });

    expect(gateResults(directory, ['test'])[0].failure).toBe('adds <two>\n4 is not 5\nat a.js:1');
  });

  test.each([
    ['node:test', 'ok\n✖ two and two (1.2ms)\n✔ other\nℹ fail 1\n\n✖ failing tests:\n\ntest at test/a.test.js:3:1\n✖ two and two (1.2ms)\n  AssertionError: 4 !== 5\n      at a.test.js\n', '✖ two and two (1.2ms)\n  AssertionError: 4 !== 5\n      at a.test.js'],
    ['node:test with a stack trace', '✖ failing tests:\n\n✖ a (1ms)\n  AssertionError: x\n      at a (file:///app/a.test.js:2:3)\n      at Test.run (node:internal/test_runner/test:1:2)\n      at async node:internal/main:1:2 {\n    code: 1\n  }\n',
      '✖ a (1ms)\n  AssertionError: x\n      at a (file:///app/a.test.js:2:3) {\n    code: 1\n  }'],
    ['node:test of two failures', '✖ failing tests:\n\ntest at a.js:1:1\n✖ a (1ms)\n  Error: x\n  more\n\ntest at a.js:2:1\n✖ b (1ms)\n  Error: y\n', '✖ a (1ms)\n  Error: x\n  more'],
    ['Mocha of two failures', '  2 failing\n\n  1) adds\n     two:\n    Error: x\n\n  2) takes\n     one:\n    Error: y\n', '1) adds\n     two:\n    Error: x'],
    ['Jest of two failures', 'FAIL a\n  ● sums › adds\n\n    expect(4)\n\n  ● sums › takes\n\n    expect(5)\n', '● sums › adds\n\n    expect(4)'],
    ['tsc', 'a.ts(1,1): error TS1: x\nb.ts(1,1): error TS2: y\n', 'a.ts(1,1): error TS1: x\nb.ts(1,1): error TS2: y'],
    ['node:test of a file that cannot be loaded', 'file:///app/a.test.js:1\nrequire("x")\n^\n\nReferenceError: require is not defined\n    at file\n✖ a.test.js (1ms)\n\n✖ failing tests:\n\n✖ a.test.js (1ms)\n  \'test failed\'\n[gate test] step 1 of 1, npm run test: failed, exit code 1\n',
      '✖ a.test.js (1ms)\n  \'test failed\'\nfile:///app/a.test.js:1\nrequire("x")\n^\n\nReferenceError: require is not defined\n    at file\n✖ a.test.js (1ms)'],
    ['node:test of a file that is not there, by pnpm', 'node:internal\n\nError: Cannot find module \'/app/test\'\n    at file\n✖ test (1ms)\n\n✖ failing tests:\n\n✖ test (1ms)\n  \'test failed\'\n\u2009ELIFECYCLE\u2009 Test failed. See above for more details.\n',
      '✖ test (1ms)\n  \'test failed\'\nnode:internal\n\nError: Cannot find module \'/app/test\'\n    at file\n✖ test (1ms)'],
    ['TAP', 'TAP version 13\nok 1 - a\nnot ok 2 - b\n  ---\n  error: x\n', 'not ok 2 - b\n  ---\n  error: x'],
    ['Jest', 'PASS a\n\u001b[31m  ● sums › adds\u001b[0m\n\n    expect(4)\n', '● sums › adds\n\n    expect(4)'],
    ['Vitest', '⎯ Failed Tests 1 ⎯\n\n FAIL  a.test.ts > adds\nAssertionError: x\n', 'FAIL  a.test.ts > adds\nAssertionError: x'],
    ['Mocha', '  1 passing\n  1 failing\n\n  1) adds\n     two:\n    Error: x\n', '1) adds\n     two:\n    Error: x'],
    ['none that is known', `${Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n')}\n`, Array.from({ length: 15 }, (_, line) => `line ${line + 25}`).join('\n')],
  ])('the first failure is found in what %s prints', (_, log, expected) => {
    expect(firstFailure(log)).toBe(expected);
  });
});

test.each([
  ['app/node_modules/a/index.js', 'a'],
  ['app/node_modules/@s/a/lib/x.js', '@s/a'],
  ['app/node_modules/a/node_modules/b/x.js', 'b'],
  ['app/node_modules/.pnpm/a@1.0.0/node_modules/a/x.js', 'a'],
  ['app/node_modules/.package-lock.json', undefined],
  ['app/node_modules/', undefined],
  ['app/src/a.js', undefined],
])('%s is of the package %s', (file, name) => {
  expect(packageOf(file)).toBe(name);
});

describe('the chain that brings a package', () => {
  const lockfile = JSON.stringify({
    packages: {
      '': { dependencies: { a: '1' }, devDependencies: { d: '1' } },
      'packages/x': { dependencies: { '@s/b': '1' } },
      'node_modules/x': { link: true, resolved: 'packages/x' },
      'node_modules/a': { dependencies: { '@s/b': '1', 'missing': '1' } },
      'node_modules/@s/b': { optionalDependencies: { c: '1' }, dependencies: { x: '1' } },
      'node_modules/@s/b/node_modules/c': { dependencies: { a: '1' } },
      'node_modules/d': {},
    },
  });

  test('is the shortest from a production dependency', () => {
    expect([...chainsOf(lockfile, '')]).toEqual([['a', []], ['@s/b', ['a']], ['x', ['a', '@s/b']], ['c', ['a', '@s/b']]]);
  });

  test('begins at the package of the monorepo', () => {
    expect(chainsOf(lockfile, 'packages/x').get('a')).toEqual(['@s/b', 'c']);
  });

  test('is unknown of another lockfile', () => {
    expect([...chainsOf('# yarn lockfile v1', '')]).toEqual([]);
    expect([...chainsOf('{}', '')]).toEqual([]);
  });
});

test('what came of a build fits 80 columns', () => {
  const terminal = new Terminal({ stdout: { write: () => true }, stderr: { write: () => true }, environment: {} });
  const lines = showBuild({
    dockerfile: undefined as any,
    gates: [{ name: 'test', passed: false, cases: 12, seconds: 61.5, failure: '✖ two\n  4 !== 5', verdict: ['step 1 of 1, npm run test: failed, exit code 1', 'a gate has no network: what tests have to reach runs beside them by the option "services" of the gate'] }, { name: 'start', passed: true, note: 'warning: listens on 3777 after 0.17 s, and the image names no port; set port: 3777, so that it has a health check' }],
    stages: [{ name: 'deps', seconds: 0, cached: true, running: false, failed: false }, { name: 'gate-test', seconds: 61.5, cached: false, running: false, failed: false }],
    warnings: [], seconds: 70,
  }, undefined, terminal, 'gate-reports/p');

  expect(lines).toEqual([
    '', 'Gates', '  test   failed  12 tests  1 min 01 s', '  start  ok',
    '  start: warning: listens on 3777 after 0.17 s, and the image names no port; set', '  port: 3777, so that it has a health check', '', 'The first failure, of the gate test', '  ✖ two', '    4 !== 5',
    '  step 1 of 1, npm run test: failed, exit code 1', '  a gate has no network: what tests have to reach runs beside them by the option', '  "services" of the gate',
    '', 'Stages', '  deps                   cached', '  gate-test  1 min 01 s', '', 'The logs and reports of the gates are in gate-reports/p',
  ]);
});

describe('what is said of a bundling', () => {
  const terminal = new Terminal({ stdout: { write: () => true }, stderr: { write: () => true }, environment: {} });
  const shown = (report: Partial<BundlingReport>) => {
    const whole: BundlingReport = { esbuild: '0.28.2', bundles: [], bundled: [], outside: [], files: [], ...report };
    return bundlingLines(whole, text => terminal.wrapped(text, 4));
  };

  test('is the bundles, and the first packages outside with the reasons', () => {
    const outside = [...['a', 'b', 'c', 'd', 'e', 'f'].map(name => ({ name, reason: 'it is a native module: x.node', needed: false })), { name: 'g', reason: 'a needs it, which is outside', needed: true }];

    expect(shown({ bundles: [{ file: 'dist/index.js', bytes: 716_787 }, { file: 'dist/index.js.map', bytes: 9 }], bundled: [{ name: 'ms', version: '2.1.3', readsFiles: false }], outside })).toEqual([
      '  dist/index.js  0.72 MB', '  with 1 package in it, and 7 packages outside:', ...['a', 'b', 'c', 'd', 'e'].map(name => `    ${name}: it is a native module: x.node`),
      '  and 2 more, named in bundling/report.json',
    ]);
    expect(shown({ bundles: [{ file: 'a.js', bytes: 10_000 }] })).toEqual(['  a.js  0.01 MB', '  with 0 packages in it, and 0 packages outside']);
  });

  test('is why nothing was bundled', () => {
    expect(shown({ refused: 'src/load.js: it loads what cannot be told: require(name)' })).toEqual(['    nothing is bundled: src/load.js: it loads what cannot be told: require(name)']);
  });

  test('is read from the reports, also of one platform of several', () => {
    const directory = temporaryDirectory();
    expect(bundlingIn(directory)).toBeUndefined();
    fs.mkdirSync(path.join(directory, 'linux_amd64', 'bundling'), { recursive: true });
    fs.writeFileSync(path.join(directory, 'linux_amd64', 'bundling', 'report.json'), '{"refused":"x"}');
    expect(bundlingIn(directory)).toEqual({ refused: 'x' });
  });
});

describe('where no engine answers', () => {
  const before = { ...process.env };
  afterEach(() => { process.env = { ...before }; });

  test.each([
    ['there is no program', { CDK_DOCKER: 'no-such-docker' }, 'there is no program no-such-docker'],
    ['the program answers with an error', { CDK_DOCKER: 'false' }, 'no Docker engine answers: start it'],
  ])('for %s, a sentence says so, with exit code 3', async (_, environment, sentence) => {
    Object.assign(process.env, environment);
    const { code, out, err } = await cdkNodejsImage(['build', EXAMPLES['two-stage-demo'].directory]);

    expect([code, out]).toEqual([3, '']);
    expect(err).toContain(sentence);
    expect(err).not.toMatch(/\n {4}at /);
  });
});

test.each([
  [['--push'], '--push needs --tag'],
  [['--platform', 'linux/amd64,linux/arm64'], 'goes to a registry by --push'],
  [['--push', '--tag', 'r/a', '--oci', 'f'], 'exclude each other'],
])('build %j is wrong usage, told before an engine is asked', async (words, sentence) => {
  const { code, err } = await cdkNodejsImage(['build', EXAMPLES['two-stage-demo'].directory, ...words]);

  expect(code).toBe(2);
  expect(err.replace(/\s+/g, ' ')).toContain(sentence);
});
