import { IgnoreStrategy } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { DockerIgnore } from '../../lib';
import { DockerfileError } from '../../lib/dockerfile/dockerfile-error';
import { portablePattern } from '../../lib/dockerfile/pattern';
import { holds } from '../property';
import { fileName } from './values';

test('lets through what is named and keeps out the rest', () => {
  const rules = new DockerIgnore({ allow: ['src', 'package.json', './lib/', '/lib', 'src'], deny: ['**/*.pem', '#x'] });

  expect(rules.allow).toEqual(['lib', 'package.json', 'src']);
  expect(rules.deny).toEqual(['**/*.pem', '#x']);
  expect(rules.render()).toBe([
    '# nothing enters but what is named', '**', '!lib', '!package.json', '!src', '**/*.pem', '[#]x', '',
  ].join('\n'));
});

test.each([
  ['app/[id]/page.js', '!app/[[]id]/page.js'],
  ['app/(shop)/+page.js', '!app/[(]shop[)]/[+]page.js'],
  ['*?', '![\\*][\\?]'],
  ['^{a}|', '![\\^][{]a[}][|]'],
  ['!important', '![!]important'],
  [' a / b ', '![ ]a[ ]/[ ]b[ ]'],
  ['#a', '!#a'],
  ['$a.b', '!$a.b'],
])('nothing in the name %s is a wildcard', (name, pattern) => {
  expect(new DockerIgnore({ allow: [name] }).patterns).toEqual(['**', pattern]);
});

test('what is denied stays out below it too where something deeper is let through', () => {
  const patterns = (allow: string, deny: string) => new DockerIgnore({ allow: [allow], deny: [deny] }).patterns.slice(2);

  expect(patterns('node_modules/a/b', '**/node_modules')).toEqual(['**/node_modules', '**/node_modules/**']);
  expect(patterns('a/.env.d/b', '**/.env*')).toEqual(['**/.env*', '**/.env*/**']);
  expect(patterns('a/b', 'a/')).toEqual(['a/', 'a/**']);
  expect(patterns('a/[x]/b', 'a/[[]x]')).toEqual(['a/[[]x]', 'a/[[]x]/**']);
  expect(patterns('app/src', '**/node_modules')).toEqual(['**/node_modules']);
  expect(patterns('node_modules', '**/node_modules')).toEqual(['**/node_modules']);
  expect(patterns('a/b', 'a/**')).toEqual(['a/**']);
});

describe('patterns that every reader takes as Docker does', () => {
  test.each([
    ['**/*.pem', '**/*.pem'],
    ['a[b-d]e[^f]', 'a[b-d]e[^f]'],
    ['app/(a)/+b', 'app/[(]a[)]/[+]b'],
    ['a{b,c}|d^', 'a[{]b,c[}][|]d[\\^]'],
    ['[(]', '[(]'],
    ['**.pem', '**/*.pem'],
    ['!**key/x', '!**/*key/x'],
    ['**a*', '**/a*'],
    ['**/a', '**/a'],
    ['#a', '[#]a'],
    ['a#', 'a#'],
  ])('%s becomes %s', (pattern, portable) => {
    expect(portablePattern(pattern)).toBe(portable);
    expect(portablePattern(portable.includes('\\') ? pattern : portable)).toBe(portable);
  });
});

test.each([
  ['allow', ''], ['allow', '.'], ['allow', './'], ['allow', '/'], ['allow', '..'], ['allow', '../a'], ['allow', 'a/../..'], ['allow', 'a\\b'],
  ['allow', 'a\nb'], ['allow', '\ud800'], ['allow', '\ufeffa'], ['allow', 'a\0'],
  ['deny', ''], ['deny', ' a'], ['deny', 'a '], ['deny', '!a'], ['deny', 'a\\b'], ['deny', 'a\nb'], ['deny', '\udc00'],
  ['deny', '[a'], ['deny', '[]'], ['deny', '[^]'], ['deny', 'a[]b]'], ['deny', '[z-a]'], ['deny', '[a-]'], ['deny', '[-a]'], ['deny', '[*]'], ['deny', '[a/b]'], ['deny', '[[:alpha:]]'],
])('%s refuses %j', (list, value) => {
  const make = () => new DockerIgnore({ allow: [], [list]: [value] });

  expect(make).toThrow(DockerfileError);
  expect(make).toThrow(JSON.stringify(value));
});

describe('the reader of the AWS CDK', () => {
  const enters = (rules: DockerIgnore, path: string) => !IgnoreStrategy.docker('/root', rules.patterns).ignores(`/root/${path}`);
  /** A path of names; none that differs from `secret` in case alone, as that reader knows no case. */
  const paths = fc.array(fileName().filter(name => name.toLowerCase() !== 'secret'), { minLength: 1, maxLength: 3 }).map(names => names.join('/'));

  test('lets through the names that are allowed, with all below them, and nothing beside them', () => {
    holds(fc.property(fc.array(paths, { minLength: 1, maxLength: 3 }), fileName(), (allow, other) => {
      const rules = new DockerIgnore({ allow, deny: ['**/secret'] });
      const known = allow.map(path => path.toLowerCase());

      for (const path of allow) {
        expect([path, enters(rules, path)]).toEqual([path, true]);
        expect(enters(rules, `${path}/deep/er/${other}`)).toBe(other !== 'secret');
        expect(enters(rules, `${path}/secret/x`)).toBe(false);
        const beside = `x${path}`;
        expect([beside, enters(rules, beside)]).toEqual([beside, known.some(item => `${beside.toLowerCase()}/`.startsWith(`${item}/`))]);
      }
    }), 500);
  });

  test('opens every directory on the way to them', () => {
    holds(fc.property(paths, path => {
      const strategy = IgnoreStrategy.docker('/root', new DockerIgnore({ allow: [`${path}/x`] }).patterns);

      path.split('/').forEach((_, index, names) => {
        expect(strategy.completelyIgnores(`/root/${names.slice(0, index + 1).join('/')}`)).toBe(false);
      });
    }), 500);
  });
});
