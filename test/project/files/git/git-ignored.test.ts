import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import * as fc from 'fast-check';
import { GitIgnored } from '../../../../lib/project/files/git/git-ignored';
import { holds } from '../../../property';
import { add, directoryWith, temporaryDirectory } from '../../../temporary';

const SETTINGS = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'protocol.file.allow=always', '-c', 'init.defaultBranch=main'];

function git(directory: string, ...words: string[]): string {
  const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  return execFileSync('git', [...SETTINGS, ...words], { cwd: directory, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function checkout(files: Record<string, unknown>, ...forced: string[]): string {
  const directory = directoryWith(files);
  git(directory, 'init', '-q');
  git(directory, 'add', '-A');
  forced.forEach(file => git(directory, 'add', '-f', file));
  return directory;
}

function filesIn(directory: string, below = ''): string[] {
  return fs.readdirSync(path.join(directory, below), { withFileTypes: true }).filter(({ name }) => name !== '.git')
    .flatMap(entry => entry.isDirectory() ? filesIn(directory, path.posix.join(below, entry.name)) : [path.posix.join(below, entry.name)]);
}

/** What git itself says, which looks at the index, too. */
function saidByGit(directory: string): string[] {
  return git(directory, 'ls-files', '-z', '--others', '--ignored', '--exclude-standard').split('\0').filter(name => name !== '').sort();
}

function saidByUs(directory: string): string[] {
  const ignored = new GitIgnored(directory);
  return filesIn(directory).filter(file => ignored.ignores(file, 'file')).sort();
}

const name = fc.constantFrom('a', 'b', 'c.js', 'd', 'dist', 'Ab');
const file = fc.array(name, { minLength: 1, maxLength: 3 }).map(parts => `${parts.join('/')}.txt`);
const pattern = fc.tuple(
  fc.constantFrom('', '', '!', '/', '!/', '**/'), fc.array(fc.oneof(name, fc.constantFrom('*', '**', '?', '*.txt', '[ab]', '[!a]*', 'a.txt', '\\a')), { minLength: 1, maxLength: 2 }), fc.constantFrom('', '', '/', '/*', ' '),
).map(([sign, parts, end]) => `${sign}${parts.join('/')}${end}`);
const rules = fc.array(pattern, { maxLength: 4 }).map(lines => lines.join('\n'));

test('what is ignored is what git says, in nested directories, with what is tracked though ignored', () => {
  holds(fc.property(fc.uniqueArray(file, { minLength: 1, maxLength: 6 }), rules, rules, fc.nat(5), (files, top, nested, forced) => {
    const directory = checkout({ ...Object.fromEntries(files.map(item => [item, 'x'])), '.gitignore': top, 'a/.gitignore': nested }, files[forced % files.length]);
    expect(saidByUs(directory)).toEqual(saidByGit(directory));
    fs.rmSync(directory, { recursive: true });
  }), 60);
});

describe('given a checkout', () => {
  const files = { '.gitignore': '*.local\n/uploads/\n', 'src/a.js': '', 'x.local': '', 'kept.local': '', 'uploads/a': '', 'uploads/kept/b': '' };

  test.each([['2'], ['4']])('with an index of version %s, what is tracked though ignored is not ignored', version => {
    const directory = checkout(files, 'kept.local', 'uploads/kept/b');
    git(directory, 'update-index', '--index-version', version);
    const ignored = new GitIgnored(directory);
    expect(saidByUs(directory)).toEqual(['uploads/a', 'x.local']);
    expect(['uploads', 'uploads/kept', 'src'].map(item => ignored.ignores(item, 'directory'))).toEqual([false, false, false]);
  });

  test('with a split index, what was tracked before and after counts', () => {
    const directory = checkout(files, 'kept.local');
    git(directory, 'update-index', '--split-index');
    git(directory, 'add', '-f', 'uploads/a');
    expect(saidByUs(directory)).toEqual(['uploads/kept/b', 'x.local']);
  });

  test('of SHA-256, it is read the same way', () => {
    const directory = directoryWith(files);
    git(directory, 'init', '-q', '--object-format=sha256');
    git(directory, 'add', '-A');
    git(directory, 'add', '-f', 'kept.local');
    expect(saidByUs(directory)).toEqual(saidByGit(directory));
  });

  test('whose clone ignores something by itself, that is ignored', () => {
    const directory = checkout(files);
    add(directory, { '.git/info/exclude': 'mine\n', 'mine': '' });
    expect(saidByUs(directory)).toContain('mine');
  });

  test('in which the project lies deeper, the rules above hold', () => {
    const directory = checkout({ '.gitignore': 'local\n/services/api/tmp\n', 'services/.gitignore': '*.log\n!keep.log\n', 'services/api/a.log': '', 'services/api/keep.log': '', 'services/api/local': '', 'services/api/tmp/x': '', 'services/api/a.js': '' });
    expect(saidByUs(path.join(directory, 'services/api'))).toEqual(['a.log', 'local', 'tmp/x']);
  });

  test('that is a linked working tree, its own index is read', () => {
    const directory = checkout(files, 'kept.local');
    git(directory, 'commit', '-qm', 'a');
    const tree = path.join(temporaryDirectory(), 'tree');
    git(directory, 'worktree', 'add', '-q', tree);
    add(tree, { 'x.local': '', 'uploads/a': '' });
    expect(saidByUs(tree)).toEqual(['uploads/a', 'x.local']);
  });

  test('with a submodule, the submodule has rules of its own', () => {
    const module = checkout({ '.gitignore': 'tmp\n', 'a.js': '' });
    git(module, 'commit', '-qm', 'a');
    const directory = checkout({ '.gitignore': 'a.js\n', 'b.js': '' });
    git(directory, 'submodule', '--quiet', 'add', module, 'module');
    add(directory, { 'module/tmp/x': '', 'module/new': '' });
    const ignored = new GitIgnored(directory);
    expect(['module/tmp/x', 'module/a.js', 'module/new'].map(item => ignored.ignores(item, 'file'))).toEqual([true, false, false]);
    expect(ignored.ignores('module', 'directory')).toBe(false);
  });
});

test('given no checkout, nothing is ignored', () => {
  const directory = directoryWith({ '.gitignore': 'a\n', 'a': '' });
  expect(new GitIgnored(directory).inCheckout).toBe(false);
  expect(saidByUs(directory)).toEqual([]);
});

test('given a project that a repository around it ignores as a whole, the repository is none of its own', () => {
  const directory = checkout({ '.gitignore': '/tmp/\n', 'tmp/app/a.js': '' });
  expect(new GitIgnored(path.join(directory, 'tmp/app')).inCheckout).toBe(false);
});

test('given an index that cannot be read, it is said', () => {
  const directory = checkout({ '.gitignore': 'a\n', 'a': '' });
  fs.writeFileSync(path.join(directory, '.git/index'), 'DIRC\0\0\0\x09\0\0\0\0');
  const ignored = new GitIgnored(directory);
  expect(ignored.ignores('a', 'file')).toBe(true);
  expect(ignored.problem).toMatch(/its version is 9/);
});
