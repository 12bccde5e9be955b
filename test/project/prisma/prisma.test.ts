import { project, warnings } from '../project-directory';

const SCHEMA = 'generator client {\n  provider = "prisma-client-js"\n}\n';
const CLIENT = ['node_modules/.prisma'];
const read = (scripts: Record<string, string>, schema = SCHEMA, rest: object = {}, content: Record<string, unknown> = {}) => project({
  'package.json': { scripts, dependencies: { '@prisma/client': '6.19.0' }, devDependencies: { prisma: '6.19.0' }, ...rest },
  'package-lock.json': { lockfileVersion: 3, packages: {} },
  'prisma/schema.prisma': schema,
  ...content,
});

describe('the client that is generated into node_modules', () => {
  test.each<[string, Record<string, string>, string, object, string[]]>([
    ['by the build', { build: 'prisma generate && tsc' }, SCHEMA, {}, CLIENT],
    ['by a script that the build calls', { build: 'npm run generate && tsc', generate: 'prisma generate' }, SCHEMA, {}, CLIENT],
    ['when development dependencies are installed', { postinstall: 'prisma generate' }, SCHEMA, {}, CLIENT],
    ['when production dependencies are installed, too', { postinstall: 'prisma generate' }, SCHEMA, { dependencies: { '@prisma/client': '6.19.0', 'prisma': '6.19.0' }, devDependencies: {} }, []],
    ['by itself', {}, SCHEMA, {}, CLIENT],
    ['not by itself, from version 7 on', {}, SCHEMA, { dependencies: { '@prisma/client': '^7.1.0' } }, []],
    ['by the build, from version 7 on', { build: 'prisma generate' }, SCHEMA, { dependencies: { '@prisma/client': '7.1.0' } }, CLIENT],
    ['elsewhere', { build: 'prisma generate' }, SCHEMA.replace('}', '  output = "../src/generated"\n}'), {}, []],
    ['by another generator', { build: 'prisma generate' }, SCHEMA.replace('-js', ''), {}, []],
    ['for development alone', { build: 'prisma generate' }, SCHEMA, { dependencies: {} }, []],
  ])('given one that is generated %s, when the project is read, then it is told whether the release lacks it', (_, scripts, schema, rest, expected) => {
    expect(read(scripts, schema, rest).generatedModules).toEqual(expected);
  });

  test('given one that generates itself, when the project is read, then installing reads the schema', () => {
    expect(read({}).manifestFiles).toContain('prisma/schema.prisma');
    expect(read({ build: 'prisma generate' }).manifestFiles).not.toContain('prisma/schema.prisma');
  });

  test('given pnpm, when the project is read, then it is told to name an output', () => {
    const found = read({ build: 'prisma generate' }, SCHEMA, {}, {
      'package-lock.json': undefined, 'pnpm-lock.yaml': 'lockfileVersion: \'9.0\'\n\nimporters:\n  .:\n    dependencies:\n      \'@prisma/client\':\n        version: 1\n      prisma:\n        version: 1\n',
    });
    expect(found.generatedModules).toEqual([]);
    expect(warnings(found)).toContain('prisma-client-in-modules');
  });
});

test.each<[string, Record<string, unknown>, string[]]>([
  ['several files', { 'prisma/schema.prisma': undefined, 'prisma/schema/a.prisma': SCHEMA, 'prisma/schema/b.prisma': '', 'prisma/schema/migrations/1.sql': '' }, ['prisma/schema/a.prisma', 'prisma/schema/b.prisma']],
  ['a configuration that names it', { 'prisma/schema.prisma': undefined, 'db/x.prisma': SCHEMA, 'prisma.config.ts': 'export default defineConfig({ schema: path.join("db/x.prisma") })' }, ['db/x.prisma', 'prisma.config.ts']],
])('given %s, when the project is read, then installing reads it', (_, content, expected) => {
  const files = read({ postinstall: 'prisma generate' }, SCHEMA, {}, content).manifestFiles;
  expect(files).toEqual([...expected, 'package-lock.json', 'package.json'].sort());
});
