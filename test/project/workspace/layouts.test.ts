import * as fs from 'fs';
import { join } from 'path';
import { NodejsProject } from '../../../lib/project';
import { EMPTY_LOCK, fact, messageOf, projectDirectory, warnings } from '../project-directory';

const API = { name: '@shop/api', scripts: { start: 'node server.js', serve: 'node server.js --serve', test: 'node --test' } };
const WEB = { name: '@shop/web', scripts: { start: 'node web.js' } };
const monorepo = (scripts: Record<string, string>, rest: Record<string, unknown> = {}) => projectDirectory({
  'package.json': { workspaces: ['apps/*', 'packages/*'], scripts },
  'package-lock.json': EMPTY_LOCK,
  'apps/api/package.json': API, 'apps/api/server.js': '',
  'apps/web/package.json': WEB, 'apps/web/web.js': '',
  ...rest,
});
const read = (scripts: Record<string, string>) => NodejsProject.fromDirectory(monorepo(scripts));

describe('the root of a monorepo', () => {
  test.each([
    'npm start -w apps/api', 'npm run start --workspace=api', 'npm -w @shop/api run start', 'npm start --workspace ./apps/api', 'npm start --prefix apps/api',
    'cd apps/api && npm start', 'cd apps && cd api && yarn start',
    'yarn workspace @shop/api start', 'yarn workspace @shop/api run start', 'yarn --cwd apps/api start',
    'pnpm --filter @shop/api start', 'pnpm -F ./apps/api run start', 'bun --filter @shop/api start',
    'turbo run start --filter=@shop/api', 'turbo start --filter=api...', 'turbo run start -F {./apps/api}', 'npx turbo run start --filter ./apps/a*',
    'lerna run start --scope=@shop/api --stream', 'nx start api', 'nx run api:start', 'cross-env NODE_ENV=production npm start -w apps/api',
    'npm run build && npm start -w apps/api', 'npm run start:api',
  ])('given start: %s, when it is read, then it is that package', start => {
    const project = read({ start, 'start:api': 'turbo run start --filter=@shop/api' });

    expect(project.workspace?.path).toBe('apps/api');
    expect(project.startCommand?.argv).toEqual(['node', 'server.js']);
    expect(fact(project, 'workspace').source).toBe('../../package.json: scripts.start');
    expect(warnings(project)).toEqual([]);
  });

  test('given another script of the package, when it is read, then that one starts', () => {
    expect(read({ start: 'npm run serve -w apps/api' }).startCommand?.argv).toEqual(['node', 'server.js', '--serve']);
  });

  test('given a task that one package alone has, when it is read, then it is that package', () => {
    expect(read({ start: 'turbo run serve' }).workspace?.path).toBe('apps/api');
  });

  test.each([
    ['turbo run start', 'package.json: scripts.start is "turbo run start", which starts 2 of the packages of the monorepo (apps/api, apps/web), and an image starts one: change the prop directory to one of them'],
    ['turbo run begin', 'package.json: scripts.start is "turbo run begin", which starts none of the packages of the monorepo (apps/api, apps/web), and an image starts one: change the prop directory to one of them'],
    ['npm start -w apps/ape', 'package.json: scripts.start is "npm start -w apps/ape", which starts "apps/ape", and that is none of the packages apps/api, apps/web: correct it, or change the prop directory to one of them'],
  ])('given start: %s, when it is read, then the error says which directory to give', (start, expected) => {
    expect(messageOf(() => read({ start }))).toBe(expected);
  });

  test.each([
    ['node scripts/prepare.js && ROLE=mailer npm start -w apps/api -- --queue=mail', 'node scripts/prepare.js, ROLE=mailer, --queue=mail'],
    ['export ROLE=api && npm start -w apps/api', 'ROLE=api'],
    ['cross-env ROLE=api turbo run start --filter=@shop/api', 'ROLE=api'],
    ['cd apps/api && ROLE=api npm start', 'ROLE=api'],
    ['npm run migrate -w apps/api && npm run start:api', 'npm run migrate -w apps/api'],
  ])('given start: %s, when it is read, then the error says what the package would lack', (start, more) => {
    expect(messageOf(() => read({ start, 'start:api': 'npm start -w apps/api' }))).toBe(`package.json: scripts.start is "${start}", which does more than to start a package of the monorepo (${more}), `
      + 'and an image of that package would lack it: change the prop directory to the package, and give variables by "environment", and arguments and what runs before by "command" or a script of the package');
  });

  test.each(['node apps/api/server.js', 'npm start --prefix tools', 'npm start', 'concurrently "npm start -w apps/api" "npm start -w apps/web"'])(
    'given start: %s, when it is read, then it is the root', start => {
      expect(read({ start }).workspace).toBeUndefined();
    });

  test('given no script that starts, when it is read, then the reason says which directories to give', () => {
    const project = read({ build: 'turbo run build' });
    expect(project.startCommand).toBeUndefined();
    expect(fact(project, 'startCommand').reason).toContain('this is the root of a monorepo, so change the prop directory to the package that is to start, apps/api or apps/web');
    expect(project.warnings.find(({ id }) => id === 'workspaces')?.message).toContain('change the prop directory to it: apps/api, apps/web');
  });

  test('given it as the projectRoot, or a start command, when it is read, then it is the root', () => {
    const directory = monorepo({ start: 'npm start -w apps/api' });
    expect(NodejsProject.fromDirectory(directory, { projectRoot: directory }).workspace).toBeUndefined();
    expect(NodejsProject.fromDirectory(directory, { startCommand: { argv: ['node', 'x.js'] } }).workspace).toBeUndefined();
  });
});

describe('a package that another one loads', () => {
  const shared = (manifest: object, rest: Record<string, unknown> = {}) => NodejsProject.fromDirectory(`${monorepo({}, {
    '.gitignore': 'node_modules\ndist\n',
    'apps/api/package.json': { ...API, dependencies: { '@shop/shared': '*' } },
    'packages/shared/package.json': { name: '@shop/shared', version: '1.0.0', main: 'dist/index.js', ...manifest },
    'packages/shared/src/index.ts': '',
    ...rest,
  })}/apps/api`).workspace!.packages.find(({ path }) => path === 'packages/shared')!;

  test.each(['prepare', 'prepack', 'prepublishOnly'])('given %s that builds and no script build, when it is read, then that builds it', script => {
    const { buildScript, buildOutput } = shared({ scripts: { [script]: 'tsc --outDir dist' } });
    expect([buildScript, buildOutput]).toEqual([script, ['dist']]);
  });

  test('given prepare that builds nothing, when it is read, then nothing builds it', () => {
    expect(shared({ scripts: { prepare: 'husky' } }).buildScript).toBeUndefined();
  });

  test('given no script, and files that are not among the sources, when it is read, then the build of another one writes them', () => {
    const { buildScript, buildOutput } = shared({});
    expect([buildScript, buildOutput]).toEqual([undefined, ['dist']]);
  });

  test('given sources that are loaded as they are, when it is read, then nothing is written', () => {
    expect(shared({ main: undefined, exports: { '.': './src/index.ts' } }).buildOutput).toEqual([]);
  });
});

describe('tests that read what the build writes', () => {
  const needs = (content: Record<string, unknown>) => fact(NodejsProject.fromDirectory(`${monorepo({}, {
    'apps/api/package.json': { scripts: { build: 'tsc --outDir dist', test: 'node --test' } },
    ...content,
  })}/apps/api`), 'testNeedsBuild');

  test.each([
    ['turbo.json: test', { 'turbo.json': { tasks: { test: { dependsOn: ['build'] } } } }],
    ['turbo.json: test', { 'turbo.json': '{ /* of version 1 */ "pipeline": { "test": { "dependsOn": ["build"] } } }' }],
    ['nx.json: test', { 'nx.json': { targetDefaults: { test: { dependsOn: ['build'] } } } }],
  ])('given %s, when they are read, then the build goes before them', (source, content) => {
    expect(needs(content)).toMatchObject({ value: 'true', source: `../../${source}` });
  });

  test.each(['require("../dist/a")', "from '../../dist'", 'import(`../dist/a.js`)'])('given a test with %s, when they are read, then the build goes before them', text => {
    expect(needs({ 'apps/api/test/unit/a.test.js': text })).toMatchObject({ value: 'true', source: 'test/unit/a.test.js' });
  });

  test.each(['require("../src/a")', "from '../distance'", '// dist'])('given a test with %s, when they are read, then it does not', text => {
    expect(needs({ 'apps/api/test/a.test.js': text, 'turbo.json': { tasks: { test: { dependsOn: ['^build'] } } } }).value).toBe('false');
  });
});

describe('Nx with one package.json', () => {
  const nx = (scripts: Record<string, string>, target: object) => NodejsProject.fromDirectory(projectDirectory({
    'package.json': { scripts, devDependencies: { nx: '23' } }, 'nx.json': {},
    'apps/api/project.json': { name: 'api', targets: { build: target } },
  }));

  test.each<[string, Record<string, string>, object, string]>([
    ['esbuild', { build: 'nx build api', start: 'nx serve api' }, { executor: '@nx/esbuild:esbuild', options: { outputPath: 'dist/apps/api', main: 'apps/api/src/main.ts', format: ['cjs'], esbuildOptions: { outExtension: { '.js': '.js' } } } }, 'dist/apps/api/main.js'],
    ['esbuild for CommonJS', { build: 'nx build api', start: 'nx serve api' }, { executor: '@nx/esbuild:esbuild', options: { outputPath: 'dist/apps/api', main: 'apps/api/src/main.ts', format: ['cjs'] } }, 'dist/apps/api/main.cjs'],
    ['webpack', { build: 'nx run api:build:production', start: 'nx run api:serve' }, { executor: '@nx/webpack:webpack', options: { outputPath: 'dist/apps/api', main: 'apps/api/src/main.ts' }, configurations: { production: { outputPath: 'dist/production/api' } } }, 'dist/production/api/main.js'],
    ['tsc', { build: 'nx build api --prod', start: 'nx serve api' }, { executor: '@nx/js:tsc', options: { outputPath: '{workspaceRoot}/dist/{projectRoot}', main: '{projectRoot}/src/main.ts' } }, 'dist/apps/api/src/main.js'],
    ['outputs alone', { build: 'nx run-many --target=build --projects=api', start: 'nx serve api' }, { outputs: ['{workspaceRoot}/dist/{projectRoot}'] }, 'dist/apps/api/main.js'],
  ])('given %s, when it is read, then what is built is started', (_, scripts, target, entry) => {
    const project = nx(scripts, target);
    expect(project.framework).toBe('Nx');
    expect(project.startCommand?.argv).toEqual(['node', entry]);
    expect(project.buildOutput).toEqual([entry.replace(/(\/src)?\/[^/]+$/, '')]);
    expect(warnings(project)).not.toContain('start-needs-dev-dependency');
  });

  test.each(['nx build web', 'nx run-many -t build', 'nx test api'])('given build: %s, when it is read, then nothing is known of what is built', build => {
    expect(nx({ build, start: 'nx serve api' }, {}).framework).toBeUndefined();
  });

  test('given the directory of a project, when it is read, then the error says which directory to give', () => {
    const root = projectDirectory({ '.git/': '', 'nx.json': {}, 'apps/api/project.json': { name: 'api' } });
    expect(messageOf(() => NodejsProject.fromDirectory(`${root}/apps/api`))).toBe(
      `${root}/apps/api is a project of the Nx workspace ${root}, which has one package.json for all: change the prop directory to ${root}, `
      + 'and the scripts build, test and start there to those of this project ("nx build NAME", ...), or set the props buildScript and startScript');
  });
});

test('given links to what they are in, and out of the monorepo, when it is read, then no package is looked for below them', () => {
  const around = projectDirectory({ 'other/package.json': { name: 'other' }, 'shop/package.json': { workspaces: ['**'] }, 'shop/package-lock.json': EMPTY_LOCK, 'shop/apps/api/package.json': API, 'shop/apps/api/server.js': '' });
  const shop = join(around, 'shop');
  fs.symlinkSync('..', join(shop, 'out'));
  fs.symlinkSync('..', join(shop, 'apps/loop'));

  expect(fact(NodejsProject.fromDirectory(join(shop, 'apps/api'), { projectRoot: shop }), 'workspace').value).toBe('apps/api');
  const below = fact(NodejsProject.fromDirectory(shop), 'rootMembers').value.split(', ').filter(name => /(out|loop)\//.test(name));
  expect(below).toEqual([]);
});
