import { SECRET_KINDS, namesExpression, secretKind } from '../../../lib/project/secrets/secret-names';

const PLACES = ['', '/', 'a/', '/home/someone/project/', 'packages/api/src/', '../', '../../other/', './', 'a./b/c/', '.config/', '.docker/x/'];
const SUFFIXES = ['', '/', '/x', '.js'];

/** By the expressions over the whole path. */
const EXPRESSIONS = SECRET_KINDS.map(kind => ({ kind, expression: namesExpression(kind.names) }));
const byWholePath = (path: string) => EXPRESSIONS.find(({ expression }) => expression.test(path))?.kind;

describe('the kind of a secret by its name', () => {
  test.each(SECRET_KINDS.flatMap(({ what, names }) => names.map(name => [what, name])))('is %s for %s wherever it lies', (_what, name) => {
    const paths = PLACES.flatMap(place => SUFFIXES.map(suffix => `${place}${name.replaceAll('*', 'some')}${suffix}`));
    expect(paths.map(path => [path, secretKind(path)?.what])).toEqual(paths.map(path => [path, byWholePath(path)?.what]));
    expect(secretKind(`a/b/c/${name.replaceAll('*', 'some')}`)).toBeDefined();
  });

  test('is seen in a directory whose name has more than a line', () => {
    expect(secretKind('two\nlines/of/.env')?.what).toBe('environment variables');
  });

  test('costs the same however deep it lies', () => {
    const time = (path: string) => {
      const begin = process.cpuUsage();
      for (let i = 0; i < 20_000; i++) secretKind(path);
      const { user } = process.cpuUsage(begin);
      return user;
    };
    const [shallow, deep] = ['src/index.js', `${'directory/'.repeat(200)}src/index.js`].map(path => Math.min(time(path), time(path), time(path)));
    expect(deep).toBeLessThan(20 * shallow + 20_000); // before it took a thousand times as long
  });
});
