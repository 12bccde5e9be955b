import { NodejsDockerfile, NodejsDockerfileOptions, ToolCaches } from '../../lib';
import { add, directoryWith, smallService } from '../temporary';

const LOCK = { name: 'shop', lockfileVersion: 3, packages: {} };

function dockerfile(files: Record<string, unknown> = {}, options: NodejsDockerfileOptions = { toolCaches: ToolCaches.standard() }): NodejsDockerfile {
  const directory = smallService();
  add(directory, {
    'package.json': { name: 'shop', scripts: { build: 'webpack', start: 'node dist/server.js', test: 'node --test' }, devDependencies: { webpack: '5.0.0' } },
    'package-lock.json': LOCK,
    'dist/server.js': '',
    ...files,
  });
  return NodejsDockerfile.fromDirectory({ directory, ...options });
}

/** The mounts of caches in a stage, without those of package managers. */
function caches(file: NodejsDockerfile, stage = 'build'): string[] {
  const text = file.render().split('\n\n').find(block => new RegExp(`^FROM .* AS ${stage}$`, 'm').test(block)) ?? '';
  return [...text.matchAll(/--mount=type=cache,id=nodejs-image-tools-\S+,target=\/app\/(\S+),sharing=private/g)].map(([, target]) => target);
}

const ids = (file: NodejsDockerfile) => [...new Set([...file.render().matchAll(/id=(nodejs-image-tools-[0-9a-f]{16})\//g)].map(([, id]) => id))];

const NEXT = { 'package.json': { name: 'web', scripts: { build: 'next build', start: 'next start', test: 'node --test' }, dependencies: { next: '16.0.0' } } };

test('without the prop nothing is kept', () => {
  expect(caches(dockerfile({}, {}))).toEqual([]);
  expect(caches(dockerfile({}, { toolCaches: ToolCaches.none() }))).toEqual([]);
});

test('a project without a build has none', () => {
  expect(caches(dockerfile({ 'package.json': { name: 'a', scripts: { start: 'node server.js', test: 'node --test' } } }))).toEqual([]);
});

test.each<[string, Record<string, unknown>, string[]]>([
  ['webpack', {}, ['node_modules/.cache']],
  ['Next.js', NEXT, ['.next/cache', 'node_modules/.cache']],
  ['Next.js that builds elsewhere', { ...NEXT, 'next.config.js': 'module.exports = { distDir: "out/next" };' }, ['node_modules/.cache', 'out/next/cache']],
  ['Turborepo', { 'package.json': { name: 'a', scripts: { build: 'turbo run build', start: 'node dist/server.js' }, devDependencies: { turbo: '2.0.0' } } }, ['.turbo/cache', 'node_modules/.cache']],
])('of %s the builder keeps what it is known to keep', (_, files, expected) => {
  expect(caches(dockerfile(files))).toEqual(expected);
});

test('a directory of the user is kept, too', () => {
  expect(caches(dockerfile({}, { toolCaches: ToolCaches.standard({ directories: ['./.cache//webpack/'] }) }))).toEqual(['node_modules/.cache', '.cache/webpack']);
});

test('a package of a monorepo has its own, and those of the root', () => {
  const directory = directoryWith({
    'package.json': { name: 'root', private: true, workspaces: ['web'], devDependencies: { turbo: '2.0.0' } },
    'package-lock.json': LOCK,
    'web/package.json': { name: 'web', scripts: { build: 'next build', start: 'next start', test: 'node --test' }, dependencies: { next: '16.0.0' } },
  });
  const file = NodejsDockerfile.fromDirectory({ directory: `${directory}/web`, toolCaches: ToolCaches.standard({ directories: ['.mine'] }) });
  expect(caches(file)).toEqual(['.turbo/cache', 'node_modules/.cache', 'web/.next/cache', 'web/node_modules/.cache', 'web/.mine']);
});

test('no gate has any of them, and nothing that installs', () => {
  const file = dockerfile(NEXT);
  const stages = file.stages.map(({ name }) => name).filter(name => caches(file, name).length > 0);
  expect(stages).toEqual(['build']);
});

test('a cache is that of one project with one lockfile, whatever directory it lies in', () => {
  const [one] = ids(dockerfile());
  expect(ids(dockerfile())).toEqual([one]);
  expect(ids(dockerfile({ 'package-lock.json': { ...LOCK, version: '2.0.0' } }))).not.toEqual([one]);
  expect(ids(dockerfile({
    'package.json': { name: 'other', scripts: { build: 'webpack', start: 'node dist/server.js' }, devDependencies: { webpack: '5.0.0' } },
  }))).not.toEqual([one]);
});

test('the fact says what is kept', () => {
  expect(dockerfile(NEXT).facts.find(({ name }) => name === 'toolCaches')).toMatchObject({ value: '.next/cache, node_modules/.cache', source: 'props: toolCaches' });
  expect(dockerfile({}, {}).facts.find(({ name }) => name === 'toolCaches')).toBeUndefined();
});

test.each([
  ['dist', /toolCaches has "dist", which the image takes its files from.*name the directory of the cache alone/],
  ['node_modules', /toolCaches has "node_modules", which the image takes its files from/],
  ['a b', /toolCaches has "a b"; use letters, digits/],
  ['../x', /toolCaches must be paths relative to the project and inside it, received "\.\.\/x"/],
  ['/x', /toolCaches must be paths relative/],
])('%j is refused', (directory, message) => {
  expect(() => dockerfile({}, { toolCaches: ToolCaches.standard({ directories: [directory] }) })).toThrow(message);
});

test('a value of another type is refused with what to write', () => {
  expect(() => dockerfile({}, { toolCaches: true as any })).toThrow(/toolCaches.*ToolCaches\.standard\(\)/s);
  expect(() => dockerfile({}, { toolCaches: ['.x'] as any })).toThrow(/ToolCaches\.standard\(\{ directories: \["\.x"\] \}\)/);
});
