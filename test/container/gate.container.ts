import * as fs from 'fs';
import * as path from 'path';
import { BuildSecret, BuildStep, Gate, StageCustomization, Instruction, TestReport } from '../../lib';
import { build, built, cleanUp, contextOf, steps, temporaryDirectory } from './engine';
import { smallApp } from './small-app';

const BROKEN = { 'server.test.js': 'require("node:test").test("is broken", () => { throw new Error("two and two"); });\n' };

/** Makes a change that no build before has seen. */
const NEW = `// ${Date.now()}`;

afterAll(() => cleanUp());

describe('given a broken test', () => {
  const context = () => contextOf(smallApp({ files: BROKEN }));

  test.each([
    ['as it is', {}],
    ['with the release as the target', { target: 'release' }],
    ['with failures recorded', { args: { GATE_ON_FAILURE: 'record' } }],
    ['with a failure mode that does not exist', { args: { GATE_ON_FAILURE: 'pass' } }],
    ['with an empty failure mode', { args: { GATE_ON_FAILURE: '' } }],
  ])('there is no image when it is built %s', (_, options) => {
    const result = build(context(), options);

    expect(result.ok).toBe(false);
    expect(result.image).toBe('');
    expect(result.log).toContain('test');
  });

  test('there is no image where a later gate passes, an earlier one passes, or its result is tampered with', () => {
    const tampering = 'require("fs").mkdirSync("/gates/test", { recursive: true }); require("fs").writeFileSync("/gates/test/exit-code", "0\\n"); require("fs").mkdirSync("/passed/test", { recursive: true }); process.exit(3)';
    const gates = [
      Gate.command(['node', '--version'], { name: 'first' }),
      Gate.command(['node', '-e', tampering], { name: 'test' }),
      Gate.command(['node', '--version'], { name: 'last' }),
    ];

    const result = build(contextOf(smallApp(), { gates }), { args: { GATE_ON_FAILURE: 'record' } });

    expect(result.ok).toBe(false);
    expect(result.log).toMatch(/test.*3/);
  });

  test('there is no image where a gate that passes writes the result and the proof of another', () => {
    const planting = ['exit-code', 'junit.xml', 'log'].map(name => `require("fs").writeFileSync("/gates/test/${name}", "0\\n");`).join(' ')
      + ' require("fs").mkdirSync("/passed/test", { recursive: true });';
    const gates = [
      Gate.command(['node', '-e', 'process.exit(1)'], { name: 'test' }),
      Gate.command(['node', '-e', `require("fs").mkdirSync("/gates/test", { recursive: true }); ${planting}`], { name: 'zeal' }),
    ];

    expect(build(contextOf(smallApp(), { gates }), { args: { GATE_ON_FAILURE: 'record' } }).ok).toBe(false);
  });

  test('there is no image where stages are customised', () => {
    const customize = [
      StageCustomization.prepend('gate-test', Instruction.run(['mkdir', '-p', '/passed/test'])),
      StageCustomization.append('release', Instruction.env({ A: 'b' })),
    ];

    expect(build(contextOf(smallApp({ files: BROKEN }), { customize }), { args: { GATE_ON_FAILURE: 'record' } }).ok).toBe(false);
  });

  test('its report comes out when failures are recorded', () => {
    const gates = [Gate.command(['node', '--test', '--test-reporter=junit', '--test-reporter-destination=own.xml'], { name: 'test', reports: [TestReport.junit('own.xml')] })];
    const directory = contextOf(smallApp({ files: BROKEN }), { gates });
    const reports = temporaryDirectory();

    const result = build(directory, { target: 'test-report', args: { GATE_ON_FAILURE: 'record' }, output: reports });

    expect(result.ok).toBe(true);
    expect(fs.readFileSync(path.join(reports, 'test', 'exit-code'), 'utf8')).toBe('1\n');
    expect(fs.readFileSync(path.join(reports, 'test', 'junit.xml'), 'utf8')).toContain('<failure');
    expect(fs.existsSync(path.join(reports, 'test', 'log'))).toBe(true);
    expect(fs.readFileSync(path.join(reports, 'test', 'reports', 'JUNITXML', 'own.xml'), 'utf8')).toContain('is broken');
  });
});

test('the report comes out of a passing run too', () => {
  const reports = temporaryDirectory();

  expect(build(contextOf(smallApp()), { target: 'test-report', output: reports }).ok).toBe(true);
  expect(fs.readFileSync(path.join(reports, 'test', 'exit-code'), 'utf8')).toBe('0\n');
});

test('a failure is not cached: the same context passes when the test does', () => {
  const context = contextOf(smallApp({ scripts: { test: 'test "$OUTCOME" = pass' }, files: { 'new.js': NEW } }), {
    buildSecrets: [BuildSecret.environment('OUTCOME', { steps: [BuildStep.GATES] })],
  });
  const attempt = (outcome: string) => build(context, { secrets: ['id=OUTCOME,type=env,env=OUTCOME'], env: { OUTCOME: outcome } });

  expect(attempt('fail').ok).toBe(false);
  expect(attempt('pass').ok).toBe(true);
});

test('a change in a test alone leaves the image as it is', () => {
  const app = smallApp();
  const before = built(contextOf(app));

  fs.appendFileSync(path.join(app, 'server.test.js'), `require("node:test").test("one more", () => {}); ${NEW}\n`);
  const result = build(contextOf(app));

  expect(result.log).toContain('one more');
  expect(result.image).toBe(before);
});

test('a change in a source installs nothing again', () => {
  const app = smallApp();
  built(contextOf(app));

  fs.appendFileSync(path.join(app, 'server.js'), `${NEW}\n`);
  const result = build(contextOf(app));

  expect(result.ok).toBe(true);
  // the builder may show the step of one stage, or of both
  expect(new Set(steps(result.log, 'npm ci'))).toEqual(new Set(['CACHED']));
  expect(steps(result.log, 'gate.mjs run')).toEqual(['DONE']);
});

test('without gates there is an image', () => {
  expect(build(contextOf(smallApp({ files: BROKEN }), { gates: [] })).ok).toBe(true);
});
