import * as fs from 'fs';
import * as path from 'path';
import * as fc from 'fast-check';
import { DiskFiles } from '../../../lib/project/files/disk-files';
import { filesIn } from '../../../lib/project/files/files-in';
import { Gitignore } from '../../../lib/project/files/git/gitignore';
import { isNeverAllowed } from '../../../lib/project/files/never-allowed';
import { isWithin, joinInside } from '../../../lib/project/files/relative-path';
import { holds } from '../../property';
import { messageOf, projectDirectory } from '../project-directory';

test.each([
  ['dist', 'dist', true],
  ['dist/', 'dist', true],
  ['/dist', 'dist', true],
  ['/dist/', 'dist', true],
  ['dist/*', 'dist', true],
  ['dist/**', 'dist', true],
  ['**/dist', 'a/dist', true],
  ['dist', 'a/b/dist', true],
  ['/dist', 'a/dist', false],
  ['dist/*', 'a/dist', false],
  ['a/dist', 'a/dist', true],
  ['a/**/dist', 'a/b/c/dist', true],
  ['a', 'a/dist', true],
  ['di*', 'dist', true],
  ['d?st', 'dist', true],
  ['*.js', 'dist', false],
  ['# dist', 'dist', false],
  ['dist\n!dist', 'dist', false],
  ['!dist\ndist', 'dist', true],
  ['dist   ', 'dist', true],
  ['\\!dist', '!dist', true],
  ['dist\r\n', 'dist', true],
  ['', 'dist', false],
])('given .gitignore %j, when asked about %s, then ignoring it is %s', (text, directory, expected) => {
  expect(new Gitignore(text).ignoresDirectory(directory)).toBe(expected);
});

test('given any .gitignore, when it is read, then it is no crash', () => {
  holds(fc.property(fc.string({ unit: fc.constantFrom(...'ab/*?!#[]\\() \n') }), text => {
    new Gitignore(text).ignoresDirectory('a/b');
  }));
});

test.each(['.git', 'node_modules', '.env', '.env.local', 'cdk.out', 'server.key', 'a.pem', 'id_rsa.pub'])('given %s, when asked, then it never enters an image', name => {
  expect(isNeverAllowed(name)).toBe(true);
});

test.each(['.gitignore', 'env', '.environment', 'keys', 'monkey', 'src', '.npmrc', 'coverage', 'coverage.js'])('given %s, when asked, then it may enter an image', name => {
  expect(isNeverAllowed(name)).toBe(false);
});

test.each([
  ['', 'a/b', 'a/b'],
  ['', './a//b/', 'a/b'],
  ['a', '../b', 'b'],
  ['a', '..', ''],
  ['', '.', ''],
  ['a', '../..', undefined],
  ['', '../x', undefined],
  ['a', '/b', undefined],
  ['', '..a', '..a'],
])('given %j in %j, when they are joined, then it is %j', (directory, relative, expected) => {
  expect(joinInside(directory, relative)).toBe(expected);
});

test('given directories and files, when asked, then a name that only begins like another is not in it', () => {
  expect(isWithin('a', 'a/b')).toBe(true);
  expect(isWithin('a', 'ab')).toBe(false);
  expect(isWithin('', 'a')).toBe(true);
});

test('given a missing directory, a file, and an empty name, when they are read, then each error says what to change', () => {
  const directory = projectDirectory();
  expect(messageOf(() => new DiskFiles(path.join(directory, 'no')))).toBe(`there is no directory ${directory}/no: change the prop directory`);
  expect(messageOf(() => new DiskFiles(path.join(directory, 'package.json')))).toMatch(/package\.json is not a directory: change the prop directory/);
  expect(messageOf(() => new DiskFiles(''))).toBe('directory must be the path of a Node.js project, received ""');
});

test('given links to themselves, when they are read, then each error names them', () => {
  const directory = projectDirectory({ 'package.json': undefined });
  fs.symlinkSync('package.json', path.join(directory, 'package.json'));
  fs.symlinkSync('loop', path.join(directory, 'loop'));
  expect(messageOf(() => new DiskFiles(directory).text('package.json'))).toBe('package.json is a symbolic link that leads to itself: remove the link');
  expect(messageOf(() => new DiskFiles(path.join(directory, 'loop')))).toMatch(/loop is a symbolic link that leads to itself/);
});

test('given a link to a parent, when all files below are listed, then the error names it', () => {
  const directory = projectDirectory({ 'a/b/c.txt': '', 'a/.env': 'X=1' });
  expect(filesIn(new DiskFiles(directory), 'a')).toEqual(['a/b/c.txt']);
  fs.symlinkSync('..', path.join(directory, 'a/b/up'));
  expect(messageOf(() => filesIn(new DiskFiles(directory), 'a'))).toBe('a/b/up is a symbolic link to a directory that it is in: remove the link');
});

test('given a byte order mark, when a file is read, then it is not part of the text', () => {
  expect(new DiskFiles(projectDirectory({ 'package.json': '\ufeff{}' })).text('package.json')).toBe('{}');
});

test('given a directory in place of a file, when it is read, then the error says so', () => {
  const directory = projectDirectory({ 'package.json/': '', 'package.json': undefined });
  expect(messageOf(() => new DiskFiles(directory).text('package.json'))).toBe(`package.json in ${directory} is not a file`);
});
