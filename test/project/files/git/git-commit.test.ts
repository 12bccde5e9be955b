import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { ProjectError, readGitCommit } from '../../../../lib/project';
import { directoryWith, temporaryDirectory } from '../../../temporary';

/** Runs git by itself: no configuration of this machine, no variable of a git that runs these tests. */
function git(cwd: string, ...args: string[]): string {
  const identity = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.com' };
  const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', ...identity };
  return execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], { cwd, env, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function repository(...initOptions: string[]): string {
  const directory = temporaryDirectory();
  git(directory, 'init', '--quiet', '--initial-branch=main', ...initOptions);
  return directory;
}

function commit(directory: string, message = 'change'): string {
  git(directory, 'commit', '--quiet', '--allow-empty', '--message', message);
  return git(directory, 'rev-parse', 'HEAD');
}

const read = (directory: string) => readGitCommit(directory, 'the prop');

test('the commit of a branch is read', () => {
  const directory = repository();
  commit(directory, 'first');
  const second = commit(directory, 'second');
  expect(read(directory)).toBe(second);
});

test('a repository is found from a directory in it, also one that holds an empty directory .git', () => {
  const directory = repository();
  const head = commit(directory);
  fs.mkdirSync(path.join(directory, 'services', 'api', '.git'), { recursive: true });
  expect(read(path.join(directory, 'services', 'api'))).toBe(head);
});

test('a symbolic link to a directory of a repository leads to that repository', () => {
  const directory = repository();
  const head = commit(directory);
  const link = path.join(temporaryDirectory(), 'link');
  fs.symlinkSync(directory, link);
  expect(read(link)).toBe(head);
});

test('the nearest repository counts', () => {
  const outer = repository();
  commit(outer, 'outer');
  const inner = path.join(outer, 'inner');
  fs.mkdirSync(inner);
  git(inner, 'init', '--quiet', '--initial-branch=main');
  const head = commit(inner, 'inner');
  expect(read(inner)).toBe(head);
});

test('a commit that is checked out without a branch is read', () => {
  const directory = repository();
  const first = commit(directory, 'first');
  commit(directory, 'second');
  git(directory, 'checkout', '--quiet', '--detach', first);
  expect(read(directory)).toBe(first);
});

test('a branch with a slash in its name is read', () => {
  const directory = repository();
  commit(directory);
  git(directory, 'checkout', '--quiet', '-b', 'feature/login');
  const head = commit(directory, 'login');
  expect(read(directory)).toBe(head);
});

describe('packed refs', () => {
  test('are read', () => {
    const directory = repository();
    const onMain = commit(directory, 'on main');
    git(directory, 'checkout', '--quiet', '-b', 'release');
    const head = commit(directory, 'on release');
    // names that end like the one that is looked for, and a line of what a tag points to
    git(directory, 'branch', 'a/refs/heads/main');
    git(directory, 'branch', 'another-main');
    git(directory, 'tag', '--annotate', 'v1', '--message', 'one');
    git(directory, 'pack-refs', '--all', '--prune');
    // the file is all there is
    expect(fs.existsSync(path.join(directory, '.git', 'refs', 'heads', 'release'))).toBe(false);
    expect(read(directory)).toBe(head);
    git(directory, 'checkout', '--quiet', 'main');
    expect(read(directory)).toBe(onMain);
  });

  test('are older than a ref in a file of its own', () => {
    const directory = repository();
    commit(directory, 'first');
    git(directory, 'pack-refs', '--all', '--prune');
    const second = commit(directory, 'second');
    expect(read(directory)).toBe(second);
  });
});

test('the commit of a linked working tree is its own', () => {
  const directory = repository();
  const onMain = commit(directory);
  const tree = path.join(temporaryDirectory(), 'tree');
  git(directory, 'worktree', 'add', '--quiet', '-b', 'other', tree);
  const onOther = commit(tree, 'on other');
  expect(read(tree)).toBe(onOther);
  expect(read(directory)).toBe(onMain);
  git(directory, 'pack-refs', '--all', '--prune');
  expect(read(tree)).toBe(onOther);
});

test('the commit of a submodule is that of the submodule', () => {
  const library = repository();
  const inLibrary = commit(library, 'library');
  const directory = repository();
  git(directory, 'submodule', '--quiet', 'add', library, 'library');
  commit(directory, 'uses the library');
  expect(fs.statSync(path.join(directory, 'library', '.git')).isFile()).toBe(true);
  expect(read(path.join(directory, 'library'))).toBe(inLibrary);
});

test('a clone with a part of the history is read', () => {
  const directory = repository();
  commit(directory, 'first');
  const head = commit(directory, 'second');
  const clone = path.join(temporaryDirectory(), 'clone');
  git(directory, 'clone', '--quiet', '--depth=1', `file://${directory}`, clone);
  expect(read(clone)).toBe(head);
});

test('a repository with SHA-256 is read', () => {
  const directory = repository('--object-format=sha256');
  const head = commit(directory);
  expect(head).toHaveLength(64);
  expect(read(directory)).toBe(head);
});

test('a branch that names another branch is followed', () => {
  const directory = repository();
  const head = commit(directory);
  git(directory, 'symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
  git(directory, 'symbolic-ref', 'HEAD', 'refs/heads/alias');
  expect(read(directory)).toBe(head);
});

test('the variables of git change nothing', () => {
  const directory = repository();
  const head = commit(directory);
  process.env.GIT_DIR = path.join(repository(), '.git');
  try {
    expect(read(directory)).toBe(head);
  } finally {
    delete process.env.GIT_DIR;
  }
});

describe('refused, with what asked for it', () => {
  const error = (directory: string) => {
    try {
      return read(directory);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(ProjectError);
      return (thrown as Error).message;
    }
  };

  test('no repository', () => {
    const directory = temporaryDirectory();
    expect(error(directory)).toMatch(`the prop: no directory from ${directory} upwards holds a git repository`);
  });

  test('no commit yet', () => {
    expect(error(repository())).toMatch(/the prop: .* has no commit yet on "refs\/heads\/main"; commit first/);
  });

  test.each([
    ['nothing', ''],
    ['a word', 'hello'],
    ['a directory that is not there', 'gitdir: ../gone'],
  ])('a file .git that holds %s', (_name, content) => {
    expect(error(directoryWith({ '.git': content }))).toMatch(/the prop: .*\.git must name the directory of a git repository/);
  });

  test.each([
    ['a way out of the repository', 'ref: refs/../../secret'],
    ['no ref', 'ref: config'],
    ['an absolute path', 'ref: /etc/passwd'],
    ['an empty ref', 'ref: '],
  ])('a HEAD that names %s', (_name, content) => {
    expect(error(directoryWith({ '.git/HEAD': content, 'secret': 'a'.repeat(40) }))).toMatch(/must name a commit or a ref below "refs\/"/);
  });

  test('a HEAD that is no commit', () => {
    expect(error(directoryWith({ '.git/HEAD': 'abc' }))).toMatch(/must be a commit of 40 or 64 hexadecimal digits, received "abc"/);
  });

  test('branches that name each other', () => {
    const files = { '.git/HEAD': 'ref: refs/heads/a\n', '.git/refs/heads/a': 'ref: refs/heads/b\n', '.git/refs/heads/b': 'ref: refs/heads/a\n' };
    expect(error(directoryWith(files))).toMatch(/names a ref that names others without end/);
  });

  test('refs in a table', () => {
    const files = { '.git/HEAD': 'ref: refs/heads/.invalid\n', '.git/reftable/tables.list': '' };
    expect(error(directoryWith(files))).toMatch(/keeps its refs as "reftable", which is not read here/);
  });
});
