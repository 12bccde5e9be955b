import { NodejsDockerfile, NodejsProject } from '../../../lib';
import { fact, projectDirectory } from '../project-directory';

function read(manifest: object, files: Record<string, string> = {}): NodejsProject {
  return NodejsProject.fromDirectory(projectDirectory({ 'package.json': JSON.stringify(manifest), 'index.ts': '', 'app.js': '', ...files }));
}

test.each<[string, object, Record<string, string>, string]>([
  ['without a version', { scripts: { start: 'bun app.js' } }, {}, 'bun@1.4.5'],
  ['with a range of engines', { scripts: { start: 'bun app.js' }, engines: { bun: '1.2.x' } }, {}, 'bun@1.2.23'],
  ['with a range that holds no known version', { scripts: { start: 'bun app.js' }, engines: { bun: '~1.0.3' } }, {}, 'bun@1.0.3'],
  ['with a range that says nothing', { scripts: { start: 'bun app.js' }, engines: { bun: 'latest' } }, {}, 'bun@1.4.5'],
  ['with a file of its own', { scripts: { start: 'bun app.js' }, engines: { bun: '1.2.x' } }, { '.bun-version': '1.3.1\n' }, 'bun@1.3.1'],
  ['for a test', { scripts: { start: 'node app.js', test: 'bun test' } }, {}, 'bun@1.4.5'],
  ['for a build', { scripts: { start: 'node app.js', build: 'bunx tsc' } }, {}, 'bun@1.4.5'],
  ['behind a shell', { scripts: { start: 'echo $A && bun app.js' } }, {}, 'bun@1.4.5'],
])('a project of npm whose scripts run Bun gets it, %s', (_, manifest, files, expected) => {
  const project = read(manifest, files);
  expect(project.runtimes).toEqual([expected]);
  expect(NodejsDockerfile.fromProject(project).render()).toContain(`RUN npm install --global --allow-scripts=bun ${expected}`);
});

test('the release has it where it starts with it, and not where it builds with it alone', () => {
  const copy = 'COPY --link --from=base /usr/local/lib/node_modules/bun/bin/bun.exe /usr/local/bin/bun';
  expect(NodejsDockerfile.fromProject(read({ scripts: { start: 'bun app.js' } })).render()).toContain(copy);
  expect(NodejsDockerfile.fromProject(read({ scripts: { start: 'node app.js', build: 'bun build.ts' } })).render()).not.toContain(copy);
});

test('a project of Bun has it already', () => {
  const project = read({ scripts: { start: 'bun app.js' } }, { 'bun.lock': '{ "lockfileVersion": 1, "workspaces": { "": {} }, "packages": {} }' });
  expect([project.packageManager.name, project.runtimes]).toEqual(['bun', []]);
});

test.each<[string, object, Record<string, string>, string[] | undefined]>([
  ['the module of a project of Bun', { module: 'index.ts', packageManager: 'bun@1.3.14' }, {}, ['bun', 'index.ts']],
  ['a common file of a project of Bun', { packageManager: 'bun@1.3.14' }, { 'app.js': '' }, ['node', 'app.js']],
  ['a common file in TypeScript', { engines: { node: '24' } }, {}, ['node', 'index.ts']],
  ['the same on a Node.js that does not run it', { engines: { node: '20' } }, {}, undefined],
  ['the same in a project that builds', { engines: { node: '24' }, scripts: { build: 'tsc' } }, {}, undefined],
  ['a module, which Node.js does not start', { module: 'index.mjs' }, { 'index.mjs': '' }, undefined],
])('starts %s', (_, manifest, files, argv) => {
  const directory = projectDirectory({ 'package.json': JSON.stringify(manifest), ...argv?.[1] === 'app.js' || _.startsWith('a module') ? files : { 'index.ts': '' } });
  expect(NodejsProject.fromDirectory(directory).startCommand?.argv).toEqual(argv);
});

test('what Bun starts is checked by Bun', () => {
  const project = read({ module: 'index.ts', packageManager: 'bun@1.3.14' });
  expect(fact(project, 'startCommand').reason).toContain('bun runs TypeScript as it is');
  expect(NodejsDockerfile.fromProject(project).render()).toContain('-- bun build --target=bun --packages=external --outfile=/tmp/checked.js ');
});
