import * as fc from 'fast-check';
import { NodejsProject, NodejsVersion } from '../../../lib/project';
import { NODE_LINES } from '../../../lib/project/dated-facts/node-lines';
import { linesOf } from '../../../lib/project/node-version/version-text';
import { holds } from '../../property';
import { EMPTY_LOCK, fact, project, projectDirectory, refusal, warnings } from '../project-directory';

const nodeVersion = (content: Record<string, unknown>) => project(content).nodeVersion.version;

test.each([
  ['22', '22'], ['v22', '22'], ['22.11', '22'], ['22.11.0', '22'], ['v22.11.0\n', '22'], ['# a comment\n24\n', '24'],
  ['lts/jod', '22'], ['lts/Krypton', '24'], ['lts/iron', '20'], ['lts/lithium', '26'],
  ['lts/*', '26'], ['lts/-1', '24'], ['lts/-2', '22'], ['node', '26'], ['stable', '26'], ['latest', '26'], ['25', '25'], ['28', '28'],
])('given .nvmrc %j, when the project is read, then Node.js is %s', (text, expected) => {
  expect(nodeVersion({ '.nvmrc': text })).toBe(expected);
});

test.each([
  ['>=18', '24'], ['*', '24'], ['x', '24'], ['>=0.10', '24'], ['>=26', '26'], ['>=25', '26'], ['^22 || ^26', '26'], ['>=20 <25', '24'], ['^22.1.0', '22'], ['22.x', '22'], ['22 || 24', '24'],
  ['~22.11.0', '22'], ['<25', '24'], ['>=18 <20', '18'], ['^18 || ^16', '18'], ['>=23 <24', '23'], ['14.x', '14'], ['>22.3.0 <=22.11.0', '22'], ['>=22', '24'],
  ['22.11.0', '22'], ['23.0.0-nightly', '23'], ['^18.18.0 || ^20.9.0 || >=21.1.0', '24'],
])('given engines.node %j, when the project is read, then Node.js is %s', (node, expected) => {
  expect(nodeVersion({ 'package.json': { engines: { node } } })).toBe(expected);
});

test('given nothing, when the project is read, then Node.js is 24 and the fact says why', () => {
  const read = project();
  expect(read.nodeVersion.version).toBe('24');
  expect(fact(read, 'nodeVersion')).toEqual({ name: 'nodeVersion', value: '24', source: 'default', reason: 'the project declares no version of Node.js' });
});

test('given a range that allows every line, when the project is read, then it agrees with a project that declares nothing', () => {
  const read = project({ 'package.json': { engines: { node: '>=12' } } });
  expect(read.nodeVersion.version).toBe(project().nodeVersion.version);
  expect(fact(read, 'nodeVersion').reason).toBe('the newest line with half a year of long-term support that ">=12" allows');
});

test('given the newest line by name and a range, when the project is read, then it is the newest one that the range allows', () => {
  expect(nodeVersion({ '.nvmrc': 'lts/*', 'package.json': { engines: { node: '>=20' } } })).toBe('26');
  expect(nodeVersion({ '.nvmrc': 'lts/*', 'package.json': { engines: { node: '<26' } } })).toBe('24');
});

const MONOREPO = { 'package.json': { workspaces: ['packages/*'], volta: { node: '20.1.0' } }, 'package-lock.json': EMPTY_LOCK };

test.each([
  ['volta extends', { ...MONOREPO, 'packages/a/package.json': { volta: { extends: '../../package.json' } } }, ['20', '../../package.json: volta.node']],
  ['volta extends, and a version of its own', { ...MONOREPO, 'packages/a/package.json': { volta: { extends: '../../package.json', node: '22.1.0' } } }, ['22', 'package.json: volta.node']],
  ['.nvmrc in both', { ...MONOREPO, 'package.json': { workspaces: ['packages/*'] }, 'packages/a/package.json': {}, 'packages/a/.nvmrc': '22', '.nvmrc': '20' }, ['22', '.nvmrc']],
  ['.nvmrc in the root', { ...MONOREPO, 'package.json': { workspaces: ['packages/*'] }, 'packages/a/package.json': {}, '.nvmrc': '20' }, ['20', '../../.nvmrc']],
  ['a directory alone, and .nvmrc at the top of the repository', { '.git/': '', '.nvmrc': '20', 'packages/a/package.json': {}, 'package.json': undefined }, ['20', '../../.nvmrc']],
  ['a directory alone, and .nvmrc in the directory above it', { '.git/': '', '.nvmrc': '20', 'packages/.nvmrc': '22', 'packages/a/package.json': {} }, ['22', '../.nvmrc']],
  ['a declaration of its own, and .nvmrc at the top', { '.git/': '', '.nvmrc': '20', 'packages/a/package.json': { engines: { node: '22' } } }, ['22', 'package.json: engines.node']],
  ['no repository', { '.nvmrc': '20', 'packages/a/package.json': {} }, ['24', 'default']],
])('given a package with %s, when it is read, then the nearest declaration decides', (_, content, expected) => {
  const { value, source } = fact(NodejsProject.fromDirectory(`${projectDirectory(content)}/packages/a`), 'nodeVersion');
  expect([value, source]).toEqual(expected);
});

test.each([['a loop', { volta: { extends: './package.json' } }], ['nothing', { volta: { extends: './nothing.json' } }], ['no object', { volta: { extends: './a.json' } }]])(
  'given volta that extends %s, when the project is read, then it declares nothing', (_, manifest) => {
    expect(fact(project({ 'package.json': manifest, 'a.json': '[]' }), 'nodeVersion').source).toBe('default');
  });

test('given each source, when the project is read, then the fact names it', () => {
  const from = (content: Record<string, unknown>) => {
    const { value, source } = fact(project(content), 'nodeVersion');
    return [value, source];
  };
  expect(from({ '.nvmrc': '22' })).toEqual(['22', '.nvmrc']);
  expect(from({ '.node-version': '22.1.0' })).toEqual(['22', '.node-version']);
  expect(from({ '.tool-versions': 'python 3\nnodejs 22.1.0 20.1.0\n' })).toEqual(['22', '.tool-versions']);
  expect(from({ '.tool-versions': 'node 22\n' })).toEqual(['22', '.tool-versions']);
  expect(from({ '.tool-versions': 'nodejs system\n' })).toEqual(['24', 'default']);
  expect(from({ 'mise.toml': '[env]\nnode = "1"\n[tools]\n# node = "20"\nnode = "22"\npnpm = "9"\n' })).toEqual(['22', 'mise.toml']);
  expect(from({ '.mise.toml': '[tools]\nnode = ["22.1", "20"]\n' })).toEqual(['22', '.mise.toml']);
  expect(from({ 'mise.toml': '[tools]\nnode = { version = "22", postinstall = "x" }\n' })).toEqual(['22', 'mise.toml']);
  expect(from({ 'mise.toml': '[tools]\nnode = "system"\n[settings]\nnode = "22"\n' })).toEqual(['24', 'default']);
  expect(from({ '.config/mise.toml': '[tools]\nnode = "22"\n' })).toEqual(['22', '.config/mise.toml']);
  expect(from({ '.prototools': 'pnpm = "9"\nnode = "22.11.0"\n[plugins]\nnode = "20"\n' })).toEqual(['22', '.prototools']);
  expect(from({ '.prototools': '[settings]\nnode = "22"\n' })).toEqual(['24', 'default']);
  expect(from({ 'pnpm-workspace.yaml': 'useNodeVersion: 22.11.0\n' })).toEqual(['22', 'pnpm-workspace.yaml']);
  expect(from({ '.npmrc': 'use-node-version=22.11.0\n' })).toEqual(['22', '.npmrc']);
  expect(from({ 'package.json': { pnpm: { executionEnv: { nodeVersion: '22.11.0' } } } })).toEqual(['22', 'package.json: pnpm.executionEnv.nodeVersion']);
  expect(from({ 'package.json': { volta: { node: '22.1.0' } } })).toEqual(['22', 'package.json: volta.node']);
  expect(from({ 'package.json': { devEngines: { runtime: { name: 'node', version: '^22' } } } })).toEqual(['22', 'package.json: devEngines.runtime']);
  expect(from({ 'package.json': { devEngines: { runtime: [{ name: 'bun' }, { name: 'node', version: '22' }] } } })).toEqual(['22', 'package.json: devEngines.runtime']);
  expect(from({ 'package.json': { engines: { node: '22' } } })).toEqual(['22', 'package.json: engines.node']);
});

test('given sources that agree, when the project is read, then the first one that decides is named', () => {
  const read = project({ '.nvmrc': 'lts/*', 'package.json': { volta: { node: '22.1.0' }, engines: { node: '>=20' } } });
  expect(fact(read, 'nodeVersion')).toEqual({
    name: 'nodeVersion',
    value: '22',
    source: 'package.json: volta.node',
    reason: '"22.1.0" is Node.js 22; base images follow the release line, for its security updates; "lts/*" (.nvmrc) allows it; ">=20" (package.json: engines.node) allows it',
  });
});

test('given an exact version and a range within its line, when the project is read, then they agree', () => {
  expect(nodeVersion({ '.nvmrc': '22.11.0', 'package.json': { engines: { node: '>=22.12' } } })).toBe('22');
});

test.each([
  [{ '.nvmrc': '18', 'package.json': { engines: { node: '>=22' } } }, '"18" (.nvmrc) and ">=22" (package.json: engines.node)'],
  [{ '.nvmrc': '22', '.node-version': '24' }, '"22" (.nvmrc) and "24" (.node-version)'],
  [{ '.nvmrc': '>=20', '.node-version': '24', 'package.json': { volta: { node: '22.1.0' } } }, '"24" (.node-version) and "22.1.0" (package.json: volta.node)'],
])('given sources that contradict one another, when the project is read, then the error quotes both', (content, both) => {
  expect(refusal(content)).toBe(`the project asks for two versions of Node.js: ${both}: change one of them, or set the prop nodeVersion`);
});

test('given sources that contradict one another and the prop, when the project is read, then the prop goes before them', () => {
  const read = project({ '.nvmrc': '18', 'package.json': { engines: { node: '>=22' } } }, { nodeVersion: NodejsVersion.of('24.1.0') });
  expect(read.nodeVersion.version).toBe('24.1.0');
  expect(warnings(read)).toContain('node-version-override');
});

test.each([
  [{ '.nvmrc': 'iojs-1' }, '"iojs-1" (.nvmrc) is not a version of Node.js: correct it, or set the prop nodeVersion'],
  [{ 'package.json': { engines: { node: 'twenty' } } }, '"twenty" (package.json: engines.node) is not a version of Node.js: correct it, or set the prop nodeVersion'],
  [{ 'package.json': { engines: { node: '0.12.x' } } }, '"0.12.x" (package.json: engines.node) allows none of the lines 10 to 26: change it, or set the prop nodeVersion'],
  [{ 'package.json': { engines: { node: '>=99' } } }, '">=99" (package.json: engines.node) allows none of the lines 10 to 26: change it, or set the prop nodeVersion'],
])('given what is no version, when the project is read, then the error names the prop', (content, expected) => {
  expect(refusal(content)).toBe(expected);
});

test('given a line that has ended, when the project is read, then it is used with a warning', () => {
  const read = project({ '.nvmrc': '18' });
  expect(read.nodeVersion.line).toBe(18);
  expect(read.warnings.find(({ id }) => id === 'node-end-of-life')?.message).toMatch(/Node\.js 18 .* since 2025-04-30/);
});

test('given every exact version of a line, when it is read, then it allows that line alone', () => {
  holds(fc.property(fc.constantFrom(...NODE_LINES), fc.nat(40), fc.nat(9), ({ line }, minor, patch) => {
    expect(linesOf(`${line}.${minor}.${patch}`)).toEqual([line]);
    expect(linesOf(`v${line}`)).toEqual([line]);
  }));
});

test('given any text, when it is read, then it is no crash', () => {
  holds(fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789.xX*^~<>=|- v') })), text => {
    linesOf(text);
  }));
});

test.each([
  ['an exact version', '24.16.0', '24.16.0'],
  ['a range within a line', '~22.4.1', '22.4.1'],
  ['an upper end', '>=22 <24.5', '24.0.0'],
  ['a line', '24.x', '24'],
  ['an open range', '>=22.4.1', '24'],
])('given %s in engines, when a manager that enforces it installs, then the version is one that is allowed', (_, node, expected) => {
  const read = (lockfile: string, text: unknown) => project({ 'package.json': { engines: { node } }, [lockfile]: text }).nodeVersion.version;
  expect(read('pnpm-lock.yaml', 'lockfileVersion: \'9.0\'\n')).toBe(expected);
  expect(read('yarn.lock', '# yarn lockfile v1\n')).toBe(expected);
  expect(read('package-lock.json', { lockfileVersion: 3, packages: {} })).toBe(expected.split('.')[0]);
});
