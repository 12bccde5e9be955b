import { mkdirSync } from 'fs';
import { join } from 'path';
import { findGitDirectories } from '../../../lib/project/files/git/git-directories';
import { directoriesAbove, repositoryRoot } from '../../../lib/project/files/git/repository-root';
import { upwards } from '../../../lib/project/text/upwards';
import { add, temporaryDirectory } from '../../temporary';

test('a directory is followed by those above it, up to the root of the file system', () => {
  expect([...upwards('/repository/apps/api')]).toEqual(['/repository/apps/api', '/repository/apps', '/repository', '/']);
  expect([...upwards('/')]).toEqual(['/']);
});

test('all that look for a repository find the same one', () => {
  const root = temporaryDirectory();
  add(root, { '.git/HEAD': 'ref: refs/heads/main\n', 'apps/api/package.json': {} });
  const directory = join(root, 'apps', 'api');
  expect(repositoryRoot(directory)).toBe(root);
  expect(findGitDirectories(directory)).toMatchObject({ top: root });
  expect(directoriesAbove(directory)).toEqual([join(root, 'apps'), root]);
  expect(directoriesAbove(root)).toEqual([]);
});

test('a directory .git without a repository ends the way of what is declared above, and is no repository', () => {
  const root = temporaryDirectory();
  mkdirSync(join(root, 'empty', '.git'), { recursive: true });
  add(root, { '.git/HEAD': 'ref: refs/heads/main\n' });
  expect(directoriesAbove(join(root, 'empty'))).toEqual([]);
  expect(findGitDirectories(join(root, 'empty'))).toMatchObject({ top: root });
});

test('the directory that is the root of the repository is where it ends, when it is known', () => {
  expect(directoriesAbove('/repository/apps/api', '/repository')).toEqual(['/repository/apps', '/repository']);
  expect(directoriesAbove('/repository/apps/api', '/elsewhere')).toEqual([]);
});
