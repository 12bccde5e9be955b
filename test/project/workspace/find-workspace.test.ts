import * as path from 'path';
import { DiskFiles } from '../../../lib/project/files/disk-files';
import { findWorkspace } from '../../../lib/project/workspace/find-workspace';
import { messageOf, projectDirectory } from '../project-directory';

const ROOT = { name: 'root', private: true, workspaces: ['packages/*'] };
const API = { 'packages/api/package.json': { name: 'api' } };
const find = (content: Record<string, unknown>, at = 'packages/api', projectRoot?: string) => {
  const root = projectDirectory(content);
  const located = findWorkspace(new DiskFiles(path.join(root, at)), projectRoot === undefined ? undefined : path.join(root, projectRoot));
  return located && {
    root: path.relative(root, located.root.directory),
    path: located.path,
    source: located.source,
    members: located.members.all.map(({ directory }) => directory),
  };
};
const refusal = (...args: Parameters<typeof find>) => messageOf(() => find(...args));

describe('a root above names the directory', () => {
  test('given workspaces of package.json, when it is looked for, then it is found', () => {
    expect(find({ 'package.json': ROOT, ...API })).toEqual({ root: '', path: 'packages/api', source: '../../package.json: workspaces', members: ['packages/api'] });
  });

  test('given the form with an object, when it is looked for, then it is found', () => {
    expect(find({ 'package.json': { workspaces: { packages: ['packages/*'], nohoist: ['x'] } }, ...API })?.path).toBe('packages/api');
  });

  test('given pnpm-workspace.yaml, when it is looked for, then it is found, and package.json is not asked', () => {
    const content = { 'package.json': { workspaces: ['other/*'] }, 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n', ...API };
    expect(find(content)).toMatchObject({ path: 'packages/api', source: '../../pnpm-workspace.yaml: packages' });
  });

  test('given pnpm-workspace.yaml with settings alone, when it is looked for, then package.json is asked', () => {
    expect(find({ 'package.json': ROOT, 'pnpm-workspace.yaml': 'overrides:\n  a: 1.0.0\n', ...API })?.source).toBe('../../package.json: workspaces');
    expect(find({ 'pnpm-workspace.yaml': 'packages:\n', ...API })).toBeUndefined();
  });

  test('given a pattern of pnpm that leaves out, when it stands first, then it counts all the same', () => {
    const content = { 'pnpm-workspace.yaml': "packages: ['!packages/old', 'packages/**']", ...API, 'packages/old/package.json': {}, 'packages/x/y/package.json': {} };
    expect(find(content)?.members).toEqual(['packages/api', 'packages/x/y']);
  });

  test('given roots in roots, when it is looked for, then the nearest one that names it is found', () => {
    const content = { 'package.json': { workspaces: ['inner/packages/*'] }, 'inner/package.json': { workspaces: ['packages/*'] }, 'inner/packages/api/package.json': {} };
    expect(find(content, 'inner/packages/api')).toMatchObject({ root: 'inner', path: 'packages/api' });
    expect(find({ ...content, 'inner/package.json': { workspaces: ['apps/*'] } }, 'inner/packages/api')).toMatchObject({ root: '', path: 'inner/packages/api' });
  });

  test('given a lockfile of its own and none in the root, when it is looked for, then it stands alone', () => {
    const own = { 'packages/api/package-lock.json': { lockfileVersion: 3 } };
    expect(find({ 'package.json': ROOT, ...API, ...own })).toBeUndefined();
    expect(find({ 'package.json': ROOT, ...API, ...own, 'package-lock.json': { lockfileVersion: 3 } })?.path).toBe('packages/api');
  });

  test('given what cannot be read above, when it is looked for, then it is none of our business', () => {
    expect(find({ 'package.json': '{', ...API })).toBeUndefined();
    expect(find({ 'package.json': { workspaces: 7 }, ...API })).toBeUndefined();
    expect(find({ 'pnpm-workspace.yaml': 'packages: {', ...API })).toBeUndefined();
  });

  test('given pnpm-workspace.yaml without a package.json beside it, when it is looked for, then it is found', () => {
    expect(find({ 'package.json': undefined, 'pnpm-workspace.yaml': 'packages: [packages/*]', ...API })).toMatchObject({ path: 'packages/api', source: '../../pnpm-workspace.yaml: packages' });
  });
});

describe('no root names it', () => {
  test('given none, when it is looked for, then it stands alone', () => {
    expect(find(API)).toBeUndefined();
  });

  test('given a root that names others, when it has dependencies and no lockfile, then it is refused with every way out', () => {
    const content = { 'package.json': { workspaces: ['apps/*'] }, 'packages/api/package.json': { dependencies: { a: '1' } } };
    expect(refusal(content)).toMatch(/^packages\/api lies in .*, whose package\.json names the packages apps\/\* and not this one, and it has no lockfile of its own: add it there, commit a lockfile/);
    expect(find({ ...content, 'packages/api/yarn.lock': '' })).toBeUndefined();
    expect(find({ ...content, 'packages/api/package.json': {} })).toBeUndefined();
    expect(find({ ...content, 'packages/api/package.json': { ...ROOT, dependencies: { a: '1' } } })).toBeUndefined();
  });
});

describe('the prop projectRoot', () => {
  test('given the root, when it is looked for, then it is found', () => {
    expect(find({ 'package.json': ROOT, ...API }, 'packages/api', '.')).toMatchObject({ path: 'packages/api', source: 'props: projectRoot' });
  });

  test('given the directory itself, when it is looked for, then it stands alone', () => {
    expect(find({ 'package.json': ROOT, ...API }, 'packages/api', 'packages/api')).toBeUndefined();
  });

  test.each<[string, Record<string, unknown>, string, RegExp]>([
    ['one that it does not lie in', { ...API, 'other/package.json': {} }, 'other', /does not lie in .*other: change the prop projectRoot to a directory above it$/],
    ['one that is no root', API, '.', /names no packages, so it is not the root of a monorepo: add "workspaces" to its package\.json, or "packages" to its pnpm-workspace\.yaml, or change the prop projectRoot$/],
    ['one that names others', { 'package.json': { workspaces: ['apps/*'] }, ...API }, '.', /^package\.json in .* names the packages apps\/\*, and not packages\/api: add it there, or change the prop projectRoot$/],
    ['one that names none', { 'package.json': { workspaces: [] }, ...API }, '.', /names the packages \(none\), and not packages\/api/],
    ['one whose patterns are none', { 'package.json': { workspaces: [1] }, ...API }, '.', /^"workspaces" in package\.json must be a list of patterns like "packages\/\*", received an array \[1\]$/],
    ['one whose packages are none', { 'pnpm-workspace.yaml': 'packages: x', ...API }, '.', /^"packages" in pnpm-workspace\.yaml must be a list of patterns like "packages\/\*", received "x"$/],
  ])('given %s, when it is looked for, then the error says what to do', (_, content, root, message) => {
    expect(refusal(content, 'packages/api', root)).toMatch(message);
  });
});

test('given two packages of one name, when they are read, then it is refused', () => {
  expect(refusal({ 'package.json': ROOT, ...API, 'packages/b/package.json': { name: 'api' } })).toMatch(/^two packages of .* are named api, packages\/api and packages\/b: rename one of them$/);
});
