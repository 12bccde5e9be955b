import * as path from 'path';
import { NativeModules, NodejsProject } from '../../../lib/project';
import { ProjectContent, projectDirectory } from '../project-directory';

const LOCK = `lockfileVersion: '9.0'

importers:

  .: {}

  packages/api:
    dependencies:
      lib:
        specifier: workspace:*
        version: file:packages/lib

packages:

  lib@file:packages/lib:
    resolution: {directory: packages/lib, type: directory}
`;

const FILES: ProjectContent = {
  'package.json': { name: 'root', private: true },
  'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
  'pnpm-lock.yaml': LOCK,
  'packages/api/package.json': { name: 'api', scripts: { start: 'node server.js' }, dependencies: { lib: 'workspace:*' } },
  'packages/api/server.js': '',
  'packages/lib/package.json': { name: 'lib', main: 'dist/index.js', scripts: { build: 'tsc' } },
};
const UNLOCKED = { 'pnpm-lock.yaml': undefined };
const injecting = { ...FILES['packages/api/package.json'] as object, dependenciesMeta: { lib: { injected: true } } };

const read = (content: ProjectContent, directory = 'packages/api') => NodejsProject.fromDirectory(path.join(projectDirectory({ ...FILES, ...content }), directory));

test.each<[string, ProjectContent, string[]]>([
  ['the lockfile says so', {}, ['packages/lib']],
  ['the lockfile says that it is a link', { 'pnpm-lock.yaml': LOCK.replace(/file:packages\/lib/g, 'link:../lib').replace(/^packages:[^]*/m, '') }, []],
  ['there is no lockfile, and a manifest says so', { ...UNLOCKED, 'packages/api/package.json': injecting, 'package.json': { packageManager: 'pnpm@10.0.0' } }, ['packages/lib', 'packages/api']],
  ['there is no lockfile, and a setting says so', { ...UNLOCKED, '.npmrc': 'inject-workspace-packages=true\n', 'package.json': { packageManager: 'pnpm@9.0.0' } }, ['packages/lib', 'packages/api']],
  ['there is no lockfile, and nothing says so', { ...UNLOCKED, 'package.json': { packageManager: 'pnpm@10.0.0' } }, []],
])('a package is a copy where %s', (_, content, expected) => {
  expect(read(content)._injectedPackages).toEqual(expected);
});

test('the root of a monorepo has such packages, too', () => {
  expect(read({}, '')._injectedPackages).toEqual(['packages/lib']);
});

test('a copy of a package is no dependency from elsewhere that may be compiled', () => {
  expect(read({}).nativeModules).toBe(NativeModules.NONE);
});
