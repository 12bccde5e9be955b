import { WorkspacePatterns } from '../../../lib/project/text/patterns';

test.each<[string[], string, boolean]>([
  [['packages/*'], 'packages/a', true],
  [['packages/*'], 'packages', false],
  [['packages/*'], 'packages/a/b', false],
  [['./packages/*/'], 'packages/a', true],
  [['packages/**'], 'packages/a/b', true],
  [['packages/**'], 'packages', true],
  [['**'], 'apps/web', true],
  [['**'], 'apps/node_modules/web', false],
  [['**'], '.cache/web', false],
  [['.config/*'], '.config/a', true],
  [['*'], '.config', false],
  [['apps/{web,api}'], 'apps/api', true],
  [['apps/{web,api}'], 'apps/docs', false],
  [['{apps,libs}/{a,b}'], 'libs/b', true],
  [['apps/web-?'], 'apps/web-1', true],
  [['apps/web-?'], 'apps/web-10', false],
  [['apps/[a-c]*'], 'apps/bee', true],
  [['apps/[!a-c]*'], 'apps/bee', false],
  [['apps/[z-a]'], 'apps/a', false],
  [['apps/a.b'], 'apps/aXb', false],
  [['apps/(a)'], 'apps/(a)', true],
  [['packages/*', '!packages/old'], 'packages/old', false],
  [['packages/*', '!packages/old', 'packages/old'], 'packages/old', true],
  [['!packages/old', 'packages/*'], 'packages/old', true],
  [['', '.', './'], 'packages', false],
  [['packages/constructor'], 'packages/constructor', true],
])('given the patterns %j, when asked about %j, then the answer is %j', (texts, path, expected) => {
  expect(new WorkspacePatterns(texts).includes(path)).toBe(expected);
});

test.each<[string[], string, boolean]>([
  [['packages/*'], 'packages', true],
  [['packages/*'], 'apps', false],
  [['packages/*'], 'packages/a', false],
  [['packages/**'], 'packages/a', true],
  [['**/web'], 'anything', true],
  [['**/web'], '.git', false],
  [['packages/*', '!packages/**'], 'packages', true],
])('given the patterns %j, when asked whether one may lie below %j, then the answer is %j', (texts, path, expected) => {
  expect(new WorkspacePatterns(texts).mayIncludeBelow(path)).toBe(expected);
});

test('given braces in braces without end, when they are read, then it ends', () => {
  expect(new WorkspacePatterns([`packages/${'{a,b}'.repeat(40)}`]).includes('packages/a')).toBe(false);
});
