import * as path from 'path';
import { NodejsProject } from '../../../lib';
import { ProjectError } from '../../../lib/project/model/project-error';
import { projectDirectory } from '../project-directory';

const API = { name: 'api', scripts: { start: 'node index.js' }, dependencies: { words: 'workspace:*' } };

/** Reads a package at a path; gives the error, without where it is, or nothing where there is none. */
function refusal(content: Record<string, unknown>, at = 'apps/api'): string | undefined {
  const root = projectDirectory({ '.git/HEAD': '', ...content });
  try {
    NodejsProject.fromDirectory(path.join(root, at));
    return undefined;
  } catch (error) {
    if (error instanceof ProjectError) return error.message.split(root).join('ROOT');
    throw error;
  }
}

test('given a package of a monorepo and no root that names it, when it is read, then the way out is said', () => {
  expect(refusal({ 'apps/api/package.json': API })).toBe('the dependency words in package.json is "workspace:*", a package of the monorepo, and no directory above ROOT/apps/api is the root '
    + 'of one that names it: set the prop projectRoot to the root, whose "workspaces" in package.json or "packages" in pnpm-workspace.yaml names this package, or write a version');
});

test('given a root that names it, when it is read, then it is no error', () => {
  const content = { 'package.json': { private: true, workspaces: ['apps/*', 'libs/*'] }, 'libs/words/package.json': { name: 'words', version: '1.0.0' }, 'apps/api/package.json': API };
  expect(refusal(content)).toBeUndefined();
});

test('given a root itself with packages, when it is read, then it is no error', () => {
  const content = { 'apps/api/package.json': { ...API, workspaces: ['words'] }, 'apps/api/words/package.json': { name: 'words', version: '1.0.0' } };
  expect(refusal(content)).toBeUndefined();
});

test.each<[string, Record<string, unknown>, boolean]>([
  ['none', {}, true],
  ['one of pnpm', { 'apps/api/pnpm-workspace.yaml': 'catalog:\n  leven: 3.1.0\n' }, false],
  ['one of Yarn', { 'apps/api/.yarnrc.yml': 'catalogs:\n  old: {}\n' }, false],
  ['one of Bun', { 'apps/api/package.json': { ...API, dependencies: { leven: 'catalog:' }, workspaces: { catalog: { leven: '3.1.0' } } } }, false],
])('given a version of a catalog and %s, when it is read, then it is refused where there is none', (_, content, refused) => {
  const message = refusal({ 'apps/api/package.json': { ...API, dependencies: { leven: 'catalog:' } }, ...content });
  expect(message?.includes('the dependency leven in package.json is "catalog:", a version in the catalog of the monorepo')).toBe(refused || undefined);
});

test('given a monorepo of Rush, when a package or the root is read, then it is named', () => {
  const content = { 'rush.json': '{}', 'common/config/rush/pnpm-lock.yaml': '', 'apps/api/package.json': API };
  expect(refusal(content)).toMatch(/, and ROOT is a monorepo of Rush, whose lockfile \(common\/config\/rush\) no package manager installs one package by: add a pnpm-workspace\.yaml/);
  expect(refusal({ 'mono/rush.json': '{}' }, 'mono')).toMatch(/^there is no package\.json in ROOT\/mono, which is a monorepo of Rush: change the prop directory to one of the projects that rush\.json names$/);
});
