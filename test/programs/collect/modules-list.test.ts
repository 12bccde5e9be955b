import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { programText } from '../../../lib/programs/program-text';
import { add, directoryWith } from '../../temporary';

interface Server {
  /** The manifest of the project. */
  readonly manifest?: Record<string, unknown>;
  /** What the project has beside it. */
  readonly sources?: Record<string, unknown>;
  /** What its build wrote into `dist`. */
  readonly dist: Record<string, unknown>;
  /** Packages by where they lie below `node_modules`, each with its manifest, or with its files. */
  readonly packages: Record<string, Record<string, unknown>>;
  readonly links?: Record<string, string>;
  /** Files beside `node_modules`, as of packages of a monorepo. */
  readonly beside?: Record<string, unknown>;
}

const BUILT_IN = ['--built-in', 'framework', '--built-in', '@framework/*'];

/** Runs both programs as the build of an image does; gives what is left of the modules, and what was said. */
function built(server: Server, { words = [], start = ['node', 'dist/server.mjs'] }: { words?: string[]; start?: string[] } = {}) {
  const root = directoryWith({ 'collect.mjs': programText('collect'), 'prune.mjs': programText('prune') });
  const at = (...parts: string[]) => path.join(root, ...parts);
  add(at('sources'), { 'package.json': { name: 'app', ...server.manifest }, ...server.sources, ...server.beside });
  fs.cpSync(at('sources'), at('app'), { recursive: true, preserveTimestamps: true });
  add(at('app'), Object.fromEntries(Object.entries(server.dist).map(([file, content]) => [`dist/${file}`, content])));
  fs.mkdirSync(at('production/node_modules'), { recursive: true });
  for (const [directory, content] of Object.entries(server.packages)) {
    const name = directory.split('node_modules/').pop();
    const files = 'index.js' in content || 'package.json' in content ? content : { 'index.js': '', 'package.json': { name, ...content } };
    add(at('production/node_modules', directory), { 'package.json': { name }, ...files });
  }
  for (const [link, target] of Object.entries(server.links ?? {})) {
    fs.mkdirSync(path.dirname(at('production/node_modules', link)), { recursive: true });
    fs.symlinkSync(target, at('production/node_modules', link));
  }
  const collect = ['../collect.mjs', at('files'), '--sources', at('sources'), '--reads', 'package.json', '--whole', 'dist', 'dist', '--modules', at('production'), at('production'), '--list', at('modules.json')];
  const collected = spawnSync(process.execPath, [...collect, ...BUILT_IN, ...words, '--start', ...start], { cwd: at('app'), encoding: 'utf8' });
  expect(collected.stderr).toBe('');
  const list = fs.readFileSync(at('modules.json'), 'utf8');
  const pruned = spawnSync(process.execPath, ['../prune.mjs', '--list', at('modules.json'), 'node_modules'], { cwd: at('production'), encoding: 'utf8' });
  expect(pruned.stderr).toBe('');
  const modules = at('production/node_modules');
  const left = fs.readdirSync(modules, { recursive: true, withFileTypes: true }).filter(entry => !entry.isDirectory())
    .map(entry => path.relative(modules, path.join(entry.parentPath, entry.name))).sort();
  return {
    log: collected.stdout,
    pruned: pruned.stdout,
    list,
    left,
    kept: [...new Set(left.filter(file => file.endsWith('/package.json')).map(file => path.dirname(file)))],
  };
}

const LOADS = { 'server.mjs': 'import "./chunks/a.mjs"; import sent from "sent";', 'chunks/a.mjs': 'export default () => import("later/file.js");' };

describe('packages that the server loads are in the image, with those that they need', () => {
  const manifests = { sent: { dependencies: { inner: '*' }, peerDependencies: { peer: '*' }, peerDependenciesMeta: { maybe: { optional: true } } } };

  test('as npm and Yarn install them', () => {
    const { kept, log, pruned } = built({
      manifest: { dependencies: { framework: '*', sent: '*' } },
      dist: LOADS,
      packages: {
        'sent': manifests.sent, 'inner': {}, 'sent/node_modules/inner': { dependencies: { deep: '*' } }, 'deep': {}, 'peer': {}, 'maybe': {}, 'later': {},
        'framework': { dependencies: { builder: '*' } }, 'builder': {}, '@scope/other': {},
      },
      links: { '.bin/builder': '../builder/cli.js', '.bin/sent': '../sent/index.js' },
    });
    expect([...kept].sort()).toEqual(['deep', 'later', 'maybe', 'peer', 'sent', 'sent/node_modules/inner']);
    expect(log).toContain('the server loads 6 of 10 packages');
    expect(log).toMatch(/left out, for nothing that runs loads them: .*framework/);
    expect(pruned).toContain('packages that the server does not load');
  });

  test('and links to programs of the others are not', () => {
    const { left } = built({
      manifest: { dependencies: { framework: '*', sent: '*' } },
      dist: LOADS,
      packages: { sent: {}, framework: {} },
      links: { '.bin/framework': '../framework/index.js', '.bin/sent': '../sent/index.js' },
    });
    expect(left).toEqual(['.bin/sent', 'sent/index.js', 'sent/package.json']);
  });

  test('as pnpm links them', () => {
    const { left, kept } = built({
      manifest: { dependencies: { framework: '*', sent: '*' } },
      dist: { 'server.mjs': 'import "sent";' },
      packages: {
        '.pnpm/sent@1.0.0/node_modules/sent': { dependencies: { inner: '*' } }, '.pnpm/inner@1.0.0/node_modules/inner': { 'index.js': 'require("phantom")' }, '.pnpm/phantom@1.0.0/node_modules/phantom': {},
        '.pnpm/framework@1.0.0/node_modules/framework': { dependencies: { inner: '*' } }, '.pnpm/@s+x@1.0.0/node_modules/@s/x': {},
        '.bin': { 'index.js': '', 'framework': 'exec node  "$basedir/../framework/index.js" "$@"', 'sent': 'exec node  "$basedir/../sent/index.js" "$@"' },
      },
      links: {
        'sent': '.pnpm/sent@1.0.0/node_modules/sent',
        'framework': '.pnpm/framework@1.0.0/node_modules/framework',
        '@s/x': '../.pnpm/@s+x@1.0.0/node_modules/@s/x',
        '.pnpm/sent@1.0.0/node_modules/inner': '../../inner@1.0.0/node_modules/inner',
        '.pnpm/framework@1.0.0/node_modules/inner': '../../inner@1.0.0/node_modules/inner',
        '.pnpm/node_modules/phantom': '../phantom@1.0.0/node_modules/phantom',
        '.pnpm/node_modules/framework': '../framework@1.0.0/node_modules/framework',
      },
    });
    expect(kept.filter(each => each !== '.bin')).toEqual(['inner', 'phantom', 'sent'].map(name => `.pnpm/${name}@1.0.0/node_modules/${name}`));
    expect(left.filter(file => /framework|@s/.test(file))).toEqual([]);
    expect(left).toEqual(expect.arrayContaining(['sent', '.bin/sent', '.pnpm/sent@1.0.0/node_modules/inner', '.pnpm/node_modules/phantom']));
  });

  test('with the package of a monorepo that is linked, and what it needs', () => {
    const { kept, log } = built({
      manifest: { dependencies: { ours: '*' } },
      dist: { 'server.mjs': 'import "ours";' },
      beside: { 'packages/ours/package.json': { name: 'ours', dependencies: { needed: '*' } }, 'packages/ours/index.js': 'import "loaded"' },
      packages: { needed: {}, loaded: {}, other: {} },
      links: { ours: '../packages/ours' },
    }, { words: ['--package', '.', '--package', 'packages/ours'] });
    expect(log).toContain('the server loads 2 of 3 packages');
    expect(kept).toEqual(['loaded', 'needed']);
  });
});

describe('a package is in the image though no import of the server names it', () => {
  const kept = (server: Partial<Server>, options?: Parameters<typeof built>[1]) => built({
    dist: { 'server.mjs': '' }, packages: { a: {}, b: {} }, ...server, manifest: { dependencies: {}, ...server.manifest },
  }, options).kept;

  test.each([
    ['a text of the server does', { dist: { 'server.mjs': 'use({ transport: "a" })' } }],
    ['a text in a text does', { dist: { 'server.mjs': 'use(JSON.parse(\'{"driver":"a/redis"}\'))' } }],
    ['a path does', { dist: { 'server.mjs': 'serve("node_modules/a/public")' } }],
    ['settings do', { dist: { 'server.mjs': '', 'settings.json': { driver: 'a' } } }],
    ['an alias in package.json does', { manifest: { imports: { '#x': 'a/file.js' } }, dist: { 'server.mjs': 'import "#x"' } }],
    ['a program that the server runs in a file of its own does', { dist: { 'server.mjs': 'new Worker(new URL("./w.mjs", import.meta.url))', 'w.mjs': 'import "a"' } }],
    ['a package that it loads does', { dist: { 'server.mjs': 'import "b"' }, packages: { a: {}, b: { 'index.js': 'require("a")' } } }],
    ['it is declared, and nothing says what it is for', { manifest: { dependencies: { a: '*' } } }],
    ['it is made to be preloaded', { manifest: { dependencies: { 'dd-trace': '*' } }, sources: { 'src/a.js': 'import "dd-trace"' }, packages: { 'dd-trace': { dependencies: { a: '*' } }, 'a': {} } }],
  ])('if %s', (_, server) => {
    expect(kept(server)).toContain('a');
  });

  test('if a package names it that the project brings it for', () => {
    const packages = { a: {}, b: { 'index.js': 'const table = { redis: "a" }; exports.load = name => require(table[name]);' } };
    expect(kept({ dist: { 'server.mjs': 'import "b"' }, packages, manifest: { dependencies: { a: '*', b: '*' } }, sources: { 'src/x.js': 'import "a"' } })).toEqual(['a', 'b']);
  });

  test('if the start command runs it, or preloads it', () => {
    expect(kept({}, { start: ['node', '--import', 'a/register', 'dist/server.mjs'] })).toEqual(['a']);
    expect(kept({}, { start: ['NODE_OPTIONS=--require b', 'node', 'dist/server.mjs'] })).toEqual(['b']);
    expect(kept({}, { start: ['node', 'node_modules/a/bin.js', 'dist/server.mjs'] })).toEqual(['a']);
  });

  test('if a variable or the user names it', () => {
    expect(kept({}, { words: ['--named', 'a'] })).toEqual(['a']);
    expect(kept({ packages: { a: { dependencies: { b: '*' } }, b: {}, c: {} } }, { words: ['--keep', 'a/**'] })).toEqual(['a', 'b']);
  });
});

describe('a declared package is left out for a reason alone', () => {
  const declared = (name: string, more: Partial<Server> = {}) => built({
    manifest: { dependencies: { [name]: '*' } }, dist: { 'server.mjs': '' }, packages: { [name]: {} }, ...more,
  });

  test.each([
    ['it is built in', 'framework', {}],
    ['it is of a scope that is', '@framework/node', { dist: { 'server.mjs': 'remember({ adapter: "@framework/node/server.js", from: "node_modules/@framework/node/x.js" })' } }],
    ['sources name it, and what was built does not load it', 'a', { sources: { 'src/page.vue': 'import x from "a/file.css"' } }],
    ['a setting of the build names it', 'a', { sources: { 'framework.config.mjs': 'import x from "a"' } }],
    ['it is types', '@types/a', {}],
  ] as const)('%s', (_, name, more) => {
    const { kept, log } = declared(name, more);
    expect(kept).toEqual([]);
    expect(log).toContain(`left out, for nothing that runs loads them: ${name}`);
  });

  test('a package that the build used asks for it', () => {
    const packages = { framework: { peerDependencies: { asked: '*' } }, asked: {} };
    expect(built({ manifest: { dependencies: { framework: '*', asked: '*' } }, dist: { 'server.mjs': '' }, packages }).kept).toEqual([]);
  });

  test('and one that is loaded from where it is not found is told', () => {
    const packages = { '.pnpm/a@1.0.0/node_modules/a': {}, 'b': {} };
    expect(built({ dist: { 'server.mjs': 'import("a")' }, packages }).log).toContain('WARNING: dist/server.mjs loads a, which is installed where it does not find it');
    expect(built({ dist: { 'server.mjs': 'import("b"); import("c")' }, packages }).log).not.toContain('WARNING');
  });

  test('without one it stays, and that is said', () => {
    expect(declared('a').log).toContain('kept, though nothing names them, for nothing says what they are for: a');
  });
});

describe('of a package that is built in, what it loads counts and not what it declares', () => {
  const packages = (files: Record<string, unknown>) => ({
    '@framework/helpers': { 'package.json': { name: '@framework/helpers', exports: { './path': './path.js', './large': './large.js' }, dependencies: { small: '*', large: '*' } }, 'large.js': 'import "large"', ...files },
    'small': {},
    'large': {},
  });
  const keptWith = (files: Record<string, unknown>) => built({ dist: { 'server.mjs': 'import "@framework/helpers/path"' }, packages: packages(files) }).kept;

  test('through the files to which the server leads', () => {
    expect(keptWith({ 'path.js': 'import "./inner.js"', 'inner.js': 'import "small"' })).toEqual(['@framework/helpers', 'small']);
  });

  test('all of it where that cannot be told', () => {
    expect(keptWith({ 'path.js': 'import(x)' })).toEqual(['@framework/helpers', 'large', 'small']);
    expect(keptWith({})).toEqual(['@framework/helpers', 'large', 'small']);
  });
});

describe('all packages are in the image where it cannot be known', () => {
  test.each([
    ['a computed import', { 'server.mjs': 'import(process.env.X)' }, 'dist/server.mjs has import(process.env.X)'],
    ['a file that is no code', { 'server.mjs': 'import "./a.js"', 'a.js': 'const = 1' }, 'dist/a.js cannot be read as code'],
    ['a path from elsewhere', { 'server.mjs': 'import("/opt/plugins/a.js")' }, 'dist/server.mjs loads /opt/plugins/a.js'],
    ['modules that are opened by path', { 'server.mjs': 'open(join("node_modules", x))' }, 'dist/server.mjs has join("node_modules", x)'],
  ])('%s', (_, dist, why) => {
    const { kept, log, list } = built({ dist, packages: { a: {}, b: {} } });
    expect(kept).toEqual(['a', 'b']);
    expect(log).toContain(`the image has all 2 packages, 34 B: what the server loads cannot be told, for\n  ${why}`);
    expect(JSON.parse(list).leftOut).toEqual([]);
  });

  test('a start that leads to no code', () => {
    const { kept, log } = built({ dist: { 'other.mjs': '' }, packages: { a: {} } }, { start: ['sh', '-c', 'exec "$SERVER"'] });
    expect(kept).toEqual(['a']);
    expect(log).toContain('the start command leads to no code of the server');
  });
});

test('the list is the same where nothing new is loaded', () => {
  const server = (text: string, more = '') => ({
    manifest: { dependencies: { a: '*', b: '*' } }, sources: { 'src/a.js': `import "a"; import "b"; // ${text}` }, dist: { 'server.mjs': `import "a"; console.log("${text}");${more}` }, packages: { a: {}, b: {} },
  });
  expect(built(server('one')).list).toBe(built(server('two')).list);
  expect(built(server('one')).list).not.toBe(built(server('one', 'import "b"')).list);
});
