import * as fc from 'fast-check';
import { globOf, GlobOptions } from '../../../lib/project/text/glob';
import { holds } from '../../property';

const STARS: GlobOptions = { dot: true, starsOnly: true };

test.each<[string | string[], GlobOptions, string, boolean]>([
  ['packages/*', {}, 'packages/a', true],
  ['packages/*', {}, 'packages/.a', false],
  ['packages/**/web', {}, 'packages/a/b/web', true],
  ['{apps,libs/x}/*', {}, 'libs/x/a', true],
  ['@(a|b)', {}, 'b', true],
  ['(a)', {}, '(a)', true],
  ['*', STARS, '.env', true],
  ['.env.*', STARS, '.env.local', true],
  ['*.pem', STARS, 'a.pem', true],
  ['*.pem', STARS, 'axpem', false],
  ['[a]', STARS, '[a]', true],
  ['[a]', STARS, 'a', false],
  ['a(b', STARS, 'a(b', true],
  ['!a', STARS, 'a', false],
  ['!a', STARS, '!a', true],
  [['a', 'b*'], STARS, 'bc', true],
  ['', {}, '', false],
])('given %j with %j, when asked about %j, then the answer is %p', (pattern, options, text, expected) => {
  expect(globOf(pattern, options)(text)).toBe(expected);
});

test('given any pattern, when it is asked, then it answers', () => {
  holds(fc.property(fc.string({ unit: 'binary' }), fc.boolean(), fc.boolean(), fc.string(), (pattern, dot, starsOnly, text) => {
    expect(typeof globOf(pattern, { dot, starsOnly })(text)).toBe('boolean');
  }), 300);
});

test('given a text without stars, when stars alone are special, then it matches itself and nothing else', () => {
  holds(fc.property(fc.string({ unit: fc.constantFrom(...'abc.[](){}!+@^$|?-_'), minLength: 1, maxLength: 8 }), fc.string({ maxLength: 8 }), (text, other) => {
    expect(globOf(text, STARS)(text)).toBe(true);
    if (other !== text && other !== `${text}/`) expect(globOf(text, STARS)(other)).toBe(false);
  }), 300);
});
