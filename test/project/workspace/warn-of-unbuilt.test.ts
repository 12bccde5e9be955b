import { NodejsProject } from '../../../lib';
import { projectDirectory } from '../project-directory';

const web = { name: '@x/web', version: '1.0.0', scripts: { build: 'vite build' } };

/** What is said of a monorepo whose root starts its package api. */
function said(build: string, { api = {}, more = {} }: { api?: object; more?: object } = {}): string[] {
  const directory = projectDirectory({
    'package.json': { name: 'root', private: true, workspaces: ['packages/*'], scripts: { start: 'npm start -w @x/api', build, ...more } },
    'packages/api/package.json': { name: '@x/api', version: '1.0.0', scripts: { start: 'node server.js', build: 'tsc' }, ...api },
    'packages/api/server.js': '',
    'packages/web/package.json': web,
    'packages/util/package.json': { name: '@x/util', version: '1.0.0', scripts: { build: 'tsc' } },
  });
  return NodejsProject.fromDirectory(directory).warnings.filter(({ id }) => id === 'package-not-built').map(({ message }) => message);
}

test.each([
  'npm run build -w @x/api && npm run build -w @x/web',
  'npm run build --workspace=packages/web && npm run build --workspace=packages/api',
  'npm --prefix packages/web run build',
  'cd packages/web && npm run build',
  '(cd packages/api && npm run build) && (cd packages/web && npm run build)',
  'yarn workspace @x/web build',
  'pnpm --filter @x/web build',
  'turbo run build --filter=@x/web --filter=@x/api',
  'npm run build:web',
])('a root that starts one package and builds another by %s: it is told', build => {
  expect(said(build, { more: { 'build:web': 'npm run build -w @x/web' } })).toEqual([
    'the script build of the root builds packages/web, which packages/api does not depend on, so that it is neither built nor in the image: '
    + 'where packages/api needs it, add it to "dependencies" of packages/api/package.json, or to "devDependencies" where its build alone reads it',
  ]);
});

test('several are told at once', () => {
  expect(said('npm run build -w @x/web -w @x/util')[0]).toMatch(/builds packages\/util, packages\/web, which packages\/api does not depend on, so that they are neither/);
});

test.each([['npm run build --workspaces'], ['turbo run build'], ['npm run build -w @x/api'], ['tsc --build']])('%s names none that is missed', build => {
  expect(said(build)).toEqual([]);
});

test('one that the started package depends on is built', () => {
  expect(said('npm run build -w @x/web', { api: { devDependencies: { '@x/web': '1.0.0' } } })).toEqual([]);
});
