import { InstallScriptNeeds } from '../../../lib/project';
import { project, refusal, warnings } from '../project-directory';

const MANIFESTS = InstallScriptNeeds.MANIFESTS;
const SOURCES = InstallScriptNeeds.SOURCES;
const YARN = { 'yarn.lock': '# yarn lockfile v1\n' };
const withScripts = (scripts: Record<string, string>, content: Record<string, unknown> = {}, rest: object = {}) =>
  project({ 'package.json': { scripts, ...rest }, ...content });
const only = (scripts: Record<string, string>, content: Record<string, unknown> = {}, rest: object = {}) =>
  withScripts(scripts, content, rest).installScripts[0];

describe('known scripts', () => {
  test.each<[string, InstallScriptNeeds, boolean]>([
    ['husky', MANIFESTS, false],
    ['husky install || true', MANIFESTS, false],
    ['is-ci || husky install', MANIFESTS, false],
    ['npx only-allow npm', MANIFESTS, false],
    ['simple-git-hooks', MANIFESTS, false],
    ['git config core.hooksPath .githooks', MANIFESTS, false],
    ['npx lefthook install', MANIFESTS, false],
    ['patch-package', MANIFESTS, true],
    ['husky && patch-package', MANIFESTS, true],
    ['nuxt prepare', SOURCES, false],
    ['svelte-kit sync || echo \'\'', SOURCES, false],
    ['tsc', SOURCES, false],
    ['npm run build', SOURCES, false],
    ['node scripts/a.js', SOURCES, true],
    ['node -e "process.exit(0)"', MANIFESTS, true],
    ['node -e "require(\'./x\')"', SOURCES, true],
    ['echo done', MANIFESTS, true],
    ['[ -d .git ] && husky || true', MANIFESTS, false],
    ['gulp assets', SOURCES, true],
    ['./configure', SOURCES, true],
    ['node "a', SOURCES, true],
    ['npm rebuild', MANIFESTS, true],
    ['npm rebuild bcrypt', MANIFESTS, true],
    ['electron-builder install-app-deps', MANIFESTS, false],
    ['ngcc', MANIFESTS, false],
    ['lerna bootstrap', SOURCES, true],
    ['npx -y only-allow pnpm', MANIFESTS, false],
    ['node -e "if(!process.env.npm_execpath.includes(\'npm\')) throw 1"', MANIFESTS, true],
    ['nuxt prepare && patch-package', SOURCES, true],
    ['wxt prepare', SOURCES, false],
  ])('given postinstall %j, when the project is read, then it needs %s, in production %s', (postinstall, needs, production) => {
    expect(only({ postinstall, build: 'tsup' })).toMatchObject({ name: 'postinstall', command: postinstall, needs, production });
  });

  test.each<[string, InstallScriptNeeds]>([
    ['node scripts/a.js', SOURCES],
    ['gulp assets', SOURCES],
    ['echo done', MANIFESTS],
  ])('given prepare %j, when the project is read, then production needs it only if it is harmless', (prepare, needs) => {
    expect(only({ prepare })).toMatchObject({ needs, production: needs === MANIFESTS });
  });

  test('given one that may write anything, when the project is read, then what git ignores by name and what is started may be in the release', () => {
    const names = (postinstall: string) => withScripts({ postinstall, start: 'node out/server.js' }, { '.gitignore': 'node_modules/\n/generated/\n*.log\ntemp\na/b\n!keep\n.env\n' })
      .rootEntries.map(({ name }) => name);
    expect(names('node scripts/x.js')).toEqual(['.gitignore', 'generated', 'out', 'package.json']);
    expect(names('echo')).toEqual(['.gitignore', 'package.json']);
  });

  test('given patches, when the project is read, then installing reads them', () => {
    const patches = { 'patches/a+1.0.0.patch': '', 'patches/@b/c+1.0.0.patch': '' };
    expect(withScripts({ postinstall: 'patch-package' }, patches).manifestFiles).toEqual(['package.json', 'patches/@b/c+1.0.0.patch', 'patches/a+1.0.0.patch']);
    expect(withScripts({ postinstall: 'patch-package --patch-dir p' }, { 'p/a.patch': '' }).manifestFiles).toEqual(['p/a.patch', 'package.json']);
  });

  test.each<[string, Record<string, unknown>, object, string[] | undefined]>([
    ['the usual place', { 'prisma/schema.prisma': '' }, {}, ['prisma/schema.prisma']],
    ['a configuration', { 'schema.prisma': '', 'prisma.config.ts': '' }, {}, ['prisma.config.ts', 'schema.prisma']],
    ['package.json', { 'db/a.prisma': '' }, { prisma: { schema: 'db/a.prisma' } }, ['db/a.prisma']],
    ['a directory', { 'prisma/schema/a.prisma': '', 'prisma/schema/b.prisma': '' }, {}, ['prisma/schema/a.prisma', 'prisma/schema/b.prisma']],
    ['nowhere', {}, {}, undefined],
  ])('given a Prisma schema in %s, when the project is read, then installing reads it', (_, content, rest, expected) => {
    const read = withScripts({ postinstall: 'prisma generate' }, content, rest);
    expect(read.installScripts[0]).toMatchObject({ needs: expected ? MANIFESTS : SOURCES, production: true });
    expect(read.manifestFiles).toEqual([...expected ?? [], 'package.json'].sort());
  });

  test('given a Prisma schema that an option names, when the project is read, then installing reads it', () => {
    expect(withScripts({ postinstall: 'npx prisma generate --schema=./db/x.prisma' }, { 'db/x.prisma': '' }).manifestFiles).toContain('db/x.prisma');
  });
});

describe('nested packages', () => {
  const CLIENT = { 'client/package.json': {}, 'client/package-lock.json': '{}', 'client/.npmrc': 'color=always', 'client/index.js': '' };
  const FILES = ['client/.npmrc', 'client/package-lock.json', 'client/package.json', 'package.json'];

  test.each([
    'cd client && npm install',
    'cd client && npm ci --no-audit; cd ..',
    '(cd client; npm i)',
    'npm install --prefix client',
    'npm --prefix ./client ci',
    'npm --prefix=client i',
    'npm -C client install',
    'npm run install:client',
    'run-s install:*',
    'yarn --cwd client',
    'yarn --cwd client install --frozen-lockfile',
  ])('given %j, when the project is read, then the nested package is known', postinstall => {
    const read = withScripts({ postinstall, 'install:client': 'cd client && npm ci' }, CLIENT);
    expect(read.nestedPackages).toEqual(['client']);
    expect(read.manifestFiles).toEqual(FILES);
    expect(read.installScripts[0]).toMatchObject({ needs: MANIFESTS, production: true });
  });

  test('given several, when the project is read, then all are known', () => {
    const read = withScripts({ postinstall: 'cd client && npm i && cd ../server && yarn && cd ../none && npm i' }, { ...CLIENT, 'server/package.json': {}, 'server/yarn.lock': '' });
    expect(read.nestedPackages).toEqual(['client', 'server']);
    expect(read.manifestFiles).toContain('server/yarn.lock');
    expect(read.installScripts[0].needs).toBe(SOURCES);
  });

  test('given a nested package with install scripts of its own, when the project is read, then they count', () => {
    const nested = (scripts: object, more = {}) => withScripts({ postinstall: 'cd client && npm i' }, { ...CLIENT, 'client/package.json': { scripts }, ...more });
    expect(nested({ postinstall: 'node x.js' }).installScripts[0].needs).toBe(SOURCES);
    expect(nested({ postinstall: 'patch-package' }, { 'client/patches/a.patch': '' }).manifestFiles).toContain('client/patches/a.patch');
    expect(nested({ postinstall: 'cd .. && npm i' }).nestedPackages).toEqual(['client']);
    expect(nested({ postinstall: 'cd ../client && npm i' }).nestedPackages).toEqual(['client']);
  });

  test('given one that is only built, when the project is read, then production does not need it', () => {
    const read = (start: string) => withScripts({ start, postinstall: 'cd client && npm i' }, { ...CLIENT, 'client/package.json': { scripts: { build: 'vite build' } } });
    expect(read('node server.js').installScripts[0].production).toBe(false);
    expect(read('node client/index.js').installScripts[0].production).toBe(true);
  });

  test('given one that is needed when the application runs, when the project is read, then production brings its modules', () => {
    const read = (client: object, postinstall = 'cd client && npm i') =>
      withScripts({ start: 'node client/index.js', postinstall }, { ...CLIENT, 'client/package.json': client }).productionPackages;
    expect(read({ dependencies: { ms: '2' } })).toEqual(['client']);
    expect(read({ dependencies: { ms: '2' } }, 'husky && cd client && npm i')).toEqual(['client']);
    expect(read({ devDependencies: { ms: '2' } })).toEqual([]);
    expect(withScripts({ start: 'node server.js', postinstall: 'cd client && npm i' }, {
      ...CLIENT, 'client/package.json': { dependencies: { react: '1' }, scripts: { build: 'vite build' } },
    }).productionPackages).toEqual([]);
  });

  test('given a build that installs one, when the project is read, then it is known, and no manifest', () => {
    const read = withScripts({ build: 'cd client && npm i && npm run build' }, { ...CLIENT, 'client/package.json': { scripts: { build: 'vite build' } } });
    expect(read.nestedPackages).toEqual(['client']);
    expect(read.manifestFiles).toEqual(['package.json']);
    expect(read.buildOutput).toEqual(['client/dist']);
  });

  test('given one outside of the project, when the project is read, then its sources are taken for needed', () => {
    const read = withScripts({ postinstall: 'cd ../x && npm i' });
    expect(read.nestedPackages).toEqual([]);
    expect(read.installScripts[0].needs).toBe(SOURCES);
  });
});

describe('lifecycle', () => {
  const ALL = { postprepare: 'echo', prepare: 'echo', prepublish: 'echo', postinstall: 'echo', install: 'echo', preinstall: 'echo', prepack: 'echo' };

  test('given npm, when the project is read, then every script that it runs is there, in order', () => {
    expect(withScripts(ALL).installScripts.map(({ name }) => name)).toEqual(['preinstall', 'install', 'postinstall', 'prepublish', 'prepare', 'postprepare']);
  });

  test('given Yarn 1, when the project is read, then it is told which run in production', () => {
    expect(withScripts(ALL, YARN).installScripts.map(({ name, production }) => [name, production])).toEqual([
      ['preinstall', true], ['install', true], ['postinstall', true], ['prepublish', false], ['prepare', false],
    ]);
  });

  test('given a tool that is a development dependency, when the project is read, then production does without it', () => {
    const read = withScripts({ postinstall: 'patch-package' }, {}, { devDependencies: { 'patch-package': '8' } });
    expect(read.installScripts[0]).toMatchObject({ production: false });
    expect(warnings(read)).toContain('install-script-needs-dev-dependency');
    const guarded = withScripts({ postinstall: 'patch-package || true' }, {}, { devDependencies: { 'patch-package': '8' } });
    expect(guarded.installScripts[0].production).toBe(true);
    const listed = withScripts({ 'postinstall': 'run-s patch:*', 'patch:a': 'cross-env A=1 patch-package' }, {}, { dependencies: { 'patch-package': '8' }, devDependencies: { 'npm-run-all': '4' } });
    expect(listed.installScripts[0]).toMatchObject({ needs: MANIFESTS, production: false });
    const hooks = withScripts({ prepare: 'husky' }, {}, { devDependencies: { husky: '9' } });
    expect(warnings(hooks)).toEqual(['no-lockfile']);
  });

  test('given the prop, when the project is read, then it goes before the scripts', () => {
    const installScripts = [{ name: 'postinstall', command: 'x', needs: MANIFESTS, production: true, reason: 'known' }];
    expect(project({ 'package.json': { scripts: { postinstall: 'x' } } }, { installScripts }).installScripts).toEqual(installScripts);
  });
});

describe('dependencies in the project', () => {
  const LIBRARY = { 'lib/a/package.json': {}, 'lib/a/index.js': '', 'lib/a/node_modules/x/index.js': '' };

  test('given npm, when the project is read, then a link needs no more than the manifest', () => {
    const read = (more: object = {}) => project({ 'package.json': { dependencies: { a: 'file:lib/a', b: 'file:b.tgz' } }, ...LIBRARY, 'b.tgz': '', ...more });
    expect(read().manifestFiles).toEqual(['b.tgz', 'lib/a/package.json', 'package.json']);
    expect(read({ 'lib/a/package.json': { scripts: { prepare: 'tsc' } } }).manifestFiles).toContain('lib/a/index.js');
    expect(read({ 'lib/a/package.json': { bin: 'index.js' } }).manifestFiles).toEqual(['b.tgz', 'lib/a/index.js', 'lib/a/package.json', 'package.json']);
  });

  test('given Yarn 1, when the project is read, then a copy needs everything', () => {
    expect(project({ 'package.json': { devDependencies: { a: 'file:./lib/a' } }, ...LIBRARY, ...YARN }).manifestFiles)
      .toEqual(['lib/a/index.js', 'lib/a/package.json', 'package.json', 'yarn.lock']);
  });

  test('given one outside of the project, when the project is read, then it is refused', () => {
    expect(refusal({ 'package.json': { dependencies: { a: 'file:../a' } } })).toMatch(/^the dependency a in package\.json is file:\.\.\/a, which lies outside of \/.*, and only what is inside can enter an image: make a monorepo of both \("workspaces" in a package\.json above them\), or put the archive that "npm pack" makes of it into the project$/);
  });
});

test('given further files, when the project is read, then installing reads them, too', () => {
  expect(project({ 'a/b.txt': '' }, { manifestFiles: ['./a/b.txt'] }).manifestFiles).toEqual(['a/b.txt', 'package.json']);
  expect(refusal({}, { manifestFiles: ['none.txt'] })).toBe('a file that installing reads must be inside of the project, received "none.txt": change the prop manifestFiles');
});
