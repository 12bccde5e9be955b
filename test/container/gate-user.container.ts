import * as fs from 'fs';
import * as path from 'path';
import { Gate, GateUser } from '../../lib';
import { build, bytesAbove, built, cleanUp, contextOf } from './engine';
import { smallApp } from './small-app';

/** Tests as people write them where they are not root. */
const TEST = `
const test = require('node:test'), assert = require('node:assert'), fs = require('fs'), os = require('os'), path = require('path');
test('a file without permissions cannot be read', () => {
  fs.writeFileSync('closed.txt', '');
  fs.chmodSync('closed.txt', 0);
  assert.throws(() => fs.readFileSync('closed.txt'), { code: 'EACCES' });
});
test('who runs it is not root, and has a home', () => {
  assert.strictEqual(process.getuid() + ':' + process.getgid(), '1000:1000');
  fs.writeFileSync(path.join(os.homedir(), 'mine'), '');
});
test('files of the project are its own', () => {
  fs.appendFileSync('server.js', '// changed');
  fs.appendFileSync('fixtures/deep/data.json', ' ');
  fs.mkdirSync('reports/of/tests', { recursive: true });
  fs.writeFileSync('reports/of/tests/junit.xml', '<testsuites><testsuite name="a"><testcase name="b"/></testsuite></testsuites>');
  fs.symlinkSync('/etc/shadow', 'link');
});
test('tools may put caches beside installed packages', () => {
  fs.mkdirSync('node_modules/.cache/tool', { recursive: true });
  fs.writeFileSync('node_modules/.cache/tool/a', '');
});
test('it does not decide about its verdict', () => {
  assert.throws(() => fs.mkdirSync('/gates/other'), { code: 'EACCES' });
  assert.throws(() => fs.mkdirSync('/passed'), { code: 'EACCES' });
});
`;

/** Bytes of a file in an installed package, which no gate is to copy. */
const LARGE = 20_000_000;

let directory: string;

beforeAll(() => {
  directory = smallApp({
    name: 'gate-user',
    files: {
      'seen.txt': String(Date.now()), // no build before has seen it: what passed is cached, without its log
      'server.test.js': TEST, 'fixtures/deep/data.json': '{}', 'packed/package.json': '{"name":"packed","version":"1.0.0"}',
      'package.json': JSON.stringify({ name: 'gate-user', version: '1.0.0', scripts: { start: 'node server.js', test: 'echo opened > /dev/stderr && node --test', postinstall: 'node large.js' } }),
      'large.js': `require("fs").mkdirSync("node_modules/large", { recursive: true }); require("fs").writeFileSync("node_modules/large/data", Buffer.alloc(${LARGE}, "x"));\n`,
    },
  });
});

afterAll(() => cleanUp());

test('a test that expects EACCES fails as root, and passes as the user of the release, which can write what it can on a laptop', () => {
  const root = build(contextOf(directory), { target: 'gate-test' });
  const release = build(contextOf(directory, { gates: [Gate.script('test', { user: GateUser.RELEASE })] }), { target: 'gate-test' });

  expect(root.ok).toBe(false);
  expect(root.log).toMatch(/not ok \d+ - a file without permissions cannot be read|✖ a file without permissions cannot be read/);
  expect(release.log.slice(-3000)).toContain('[gate test] passed, 5 test cases ran');
  expect(release.log).toContain('opened');
  expect(release.ok).toBe(true);
});

test('installed packages are copied into no layer for it', () => {
  const harmless = path.join(directory, 'server.test.js');
  fs.writeFileSync(harmless, 'require("node:test").test("passes", () => {});\n');
  const source = built(contextOf(directory), { target: 'source' });
  const bytes = (user: GateUser) => bytesAbove(source, built(contextOf(directory, { gates: [Gate.script('test', { user })] }), { target: 'gate-test' }));

  const [root, release] = [bytes(GateUser.ROOT), bytes(GateUser.RELEASE)];
  console.log(`bytes of the layers of a gate: as root ${root}, as the user of the release ${release}`);
  expect(release).toBeLessThan(root + LARGE / 100);
});

test('the image is the same, whoever ran its gates', () => {
  const [root, release] = [GateUser.ROOT, GateUser.RELEASE].map(user => built(contextOf(directory, { gates: [Gate.script('test', { user })] })));

  expect(bytesAbove(root, release)).toBe(0);
});
