import * as path from 'path';
import { NodejsDirectoryOptions, NodejsProject } from '../../../lib/project';
import { ProjectContent, projectDirectory } from '../project-directory';

const LOCK = {
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { express: '5.0.0' }, devDependencies: { pino: '9.0.0' } },
    'node_modules/express': { version: '5.0.0', dependencies: { debug: '4.0.0' } },
    'node_modules/debug': { version: '4.0.0' },
    'node_modules/pino': { version: '9.0.0', dev: true },
  },
};
const MANIFEST = { name: 'app', scripts: { start: 'node server.js' }, dependencies: { express: '5.0.0' }, devDependencies: { pino: '9.0.0' } };

const warned = (content: ProjectContent, directory = '', options: NodejsDirectoryOptions = {}) =>
  NodejsProject.fromDirectory(path.join(projectDirectory(content), directory), options).warnings.filter(({ id }) => id.startsWith('import-')).map(({ id, message }) => `${id}: ${message}`);
const app = (source: string, more: ProjectContent = {}) => warned({ 'package.json': MANIFEST, 'package-lock.json': LOCK, 'server.js': source, ...more });

const DEV = 'import-of-dev-dependency: server.js loads pino, which is a development dependency, so it is not in the image: move it to "dependencies" in package.json';
const UNKNOWN = 'import-of-unknown-package: server.js loads lodash, which no dependency brings, so it is not in the image: add it to "dependencies" in package.json';

describe('a package that a production install does not bring', () => {
  test.each([
    ['const pino = require("pino");', [DEV]],
    ['const { pino } = require("pino");', [DEV]],
    ['const log = require("pino")({ level: "info" });', [DEV]],
    ['const file = require("pino").destination("x");', [DEV]],
    ['require("pino/file");', [DEV]],
    ['import pino from "pino"; pino();', [DEV]],
    ['import "pino";', [DEV]],
    ['module.exports = require("lodash");', [UNKNOWN]],
    ['import get from "lodash/get"; get({}, "a");', [UNKNOWN]],
  ])('is said: %s', (source, expected) => {
    expect(app(source)).toEqual(expected);
  });

  const extended = (start: string, extendsFrom: unknown) => warned({
    'package.json': { name: 'app', scripts: { start }, dependencies: { tsx: '4.0.0' }, devDependencies: { '@tsconfig/node22': '22.0.0' } },
    'tsconfig.json': { extends: extendsFrom }, 'src/index.ts': 'console.log(1)', 'dist/index.js': '',
  });

  test.each<[string, unknown]>([['tsx src/index.ts', '@tsconfig/node22/tsconfig.json'], ['node --import tsx src/index.ts', ['./base.json', '@tsconfig/node22']]])(
    'is said of settings that what starts compiles by: %s', (start, extendsFrom) => {
      expect(extended(start, extendsFrom)).toEqual([expect.stringMatching(/^import-of-dev-dependency: tsconfig\.json extends @tsconfig\/node22, which is a development dependency, .*: move @tsconfig\/node22 to "dependencies"$/)]);
    });

  test('is not said of settings that the build alone reads', () => {
    expect(extended('node dist/index.js', '@tsconfig/node22/tsconfig.json')).toEqual([]);
  });

  test('is said of no alias by which the project names a directory of its own', () => {
    expect(app('const a = require("utils/format");', { 'src/utils/format.js': '' })).toEqual([]);
  });

  test('is said of a package of the monorepo', () => {
    const monorepo = (manifest: Record<string, unknown>) => warned({
      'package.json': { workspaces: ['apps/*', 'packages/*'] },
      'package-lock.json': { lockfileVersion: 3, packages: {} },
      'apps/api/package.json': { name: 'api', scripts: { start: 'node server.js' }, ...manifest },
      'apps/api/server.js': 'require("@t/config");',
      'packages/config/package.json': { name: '@t/config', main: 'index.js' },
      'packages/config/index.js': '',
      'packages/lib/package.json': { name: '@t/lib', dependencies: { '@t/config': '*' } },
    }, 'apps/api');
    const devDependencies = { '@t/config': '*' };
    expect(monorepo({ devDependencies })).toEqual([
      'import-of-dev-dependency: apps/api/server.js loads @t/config, which is a development dependency, so it is not in the image: move it to "dependencies" in apps/api/package.json',
    ]);
    expect(monorepo({ dependencies: devDependencies })).toEqual([]);
    expect(monorepo({ devDependencies, dependencies: { '@t/lib': '*' } })).toEqual([]);
  });

  test.each([
    'require("express"); require("debug"); require("fs"); require("node:path"); require("fs/promises");',
    'try { require("pino") } catch {}',
    'if (process.env.NODE_ENV !== "production") require("pino");',
    'function log() { return require("pino") }',
    'const load = name => require(name); import("pino");',
    '// require("pino")\nconst text = `require("pino")`;',
  ])('is not said where it is not certain: %s', source => {
    expect(app(source)).toEqual([]);
  });

  test('is said of a module that is loaded', () => {
    expect(app('require("./lib/log")', { 'lib/log.js': 'require("pino")' })).toEqual([DEV.replace('server.js', 'lib/log.js')]);
  });

  describe('in sources that are compiled', () => {
    const typescript = (build: string, source: string) => warned({
      'package.json': { ...MANIFEST, scripts: { start: 'node dist/server.js', build } }, 'package-lock.json': LOCK, 'tsconfig.json': { compilerOptions: { outDir: 'dist', rootDir: 'src' } }, 'src/server.ts': source,
    });
    const said = [DEV.replace('server.js', 'src/server.ts')];

    test.each([
      ['tsc', 'import pino from "pino"; pino();', said],
      ['rimraf dist && tsc', 'import pino from "pino"; pino();', said],
      ['tsc', 'import { Logger } from "pino"; export function f(log: Logger): Logger { return log }', []],
      ['tsc', 'import type { Logger } from "pino"; let log: Logger;', []],
      // what is put into one file is in the image
      ['esbuild src/server.ts --bundle --outdir=dist', 'import pino from "pino"; pino();', []],
      ['node build.js', 'import pino from "pino"; pino();', []],
    ])('by %s: %s', (build, source, expected) => {
      expect(typescript(build, source)).toEqual(expected);
    });
  });
});

describe('a file that does not enter', () => {
  const monorepo = (source: string, more: ProjectContent = {}, options: NodejsDirectoryOptions = {}) => warned({
    'package.json': { name: 'root', private: true, workspaces: ['apps/*', 'libs/*'] },
    'package-lock.json': { lockfileVersion: 3, packages: { '': { workspaces: ['apps/*', 'libs/*'] } } },
    'apps/api/package.json': { name: 'api', scripts: { start: 'node server.js' } },
    'apps/api/server.js': source,
    'libs/util/package.json': { name: '@x/util', main: 'index.js' },
    'libs/util/index.js': '',
    'settings/base.json': {},
    'base.json': {},
    ...more,
  }, 'apps/api', options);
  const member = 'import-does-not-enter: apps/api/server.js loads libs/util/index.js, which is part of the package libs/util, and apps/api does not depend on that, so it does not enter the build: '
    + 'add "@x/util" to the dependencies of apps/api, or set the prop rootFiles to ["libs/util"] if it is read in the build alone';

  test.each(['require("../../libs/util")', 'import x from "../../libs/util/index.js"', 'export * from "@x/util"', 'try { require("../../libs/util") } catch {}'])(
    'of another package of the monorepo is said: %s', source => {
      expect(monorepo(source)).toEqual([member]);
    });

  test('by an alias of a compiler is said', () => {
    expect(monorepo('', {
      'apps/api/package.json': { name: 'api', scripts: { start: 'tsx server.ts' }, dependencies: { tsx: '4.0.0' } },
      'apps/api/server.ts': 'import { u } from "@util"; u();',
      'apps/api/tsconfig.json': { compilerOptions: { paths: { '@util': ['../../libs/util/index.js'] } } },
    })).toEqual([member.replace('server.js', 'server.ts')]);
  });

  test('of a directory of the root is said, and that prop helps', () => {
    const source = 'require("../../settings/base.json"); require("../../base.json")';
    expect(monorepo(source)).toEqual(['import-does-not-enter: apps/api/server.js loads settings/base.json, which lies in no package that enters the build: '
      + 'set the prop rootFiles to ["settings"] if it is read in the build alone, or move it into a package']);
    expect(monorepo(source, {}, { rootFiles: ['settings'] })).toEqual([]);
  });

  test('that settings of a compiler refer to is said', () => {
    const files = { 'config/base.json': {}, 'apps/api/tsconfig.json': '{ // comments\n"extends": "../../config/base", "references": [{ "path": "../../libs/util" }, { "path": "../../nowhere" }] }' };
    expect(monorepo('', files).map(message => message.slice(0, 90))).toEqual([
      'import-does-not-enter: apps/api/tsconfig.json refers to config/base.json, which lies in no',
      'import-does-not-enter: apps/api/tsconfig.json refers to libs/util, which is part of the pa',
    ]);
  });

  test('is none of a package that it depends on', () => {
    expect(monorepo('require("../../libs/util"); require("@x/util")', { 'apps/api/package.json': { name: 'api', scripts: { start: 'node server.js' }, dependencies: { '@x/util': '*' } } })).toEqual([]);
  });

  test.each([
    ['readFileSync(path.join(__dirname, "../../libs/util/schemas/a.json"))', 'libs/util/schemas/a.json'],
    ['readFileSync(path.join(__dirname, "..", "..", "libs", "util", name))', 'libs/util'],
    ['const at = `${__dirname}/../../libs/util/index.js`', 'libs/util/index.js'],
    ['express.static(path.resolve(import.meta.dirname, "../../libs/util/dist"))', 'libs/util/dist'],
    ['readFileSync(new URL("../../libs/util/index.js", import.meta.url))', 'libs/util/index.js'],
    ['fs.readFileSync("../../libs/util/index.js")', 'libs/util/index.js'],
    ['path.join(process.cwd(), "../../libs/util/index.js")', 'libs/util/index.js'],
    ['path.resolve("../../libs/util/index.js")', 'libs/util/index.js'],
    ['readFileSync(__dirname + "/../../libs/util/index.js")', 'libs/util/index.js'],
  ])('that is opened by its path is said: %s', (source, target) => {
    expect(monorepo(source)).toEqual([expect.stringContaining(`apps/api/server.js opens ${target}, which is part of the package libs/util, and apps/api does not depend on that`)]);
  });

  test('that is opened in a directory of the root is said', () => {
    expect(monorepo('readFileSync(path.join(__dirname, "../../settings/base.json"))')).toEqual([expect.stringContaining('opens settings/base.json, which lies in no package')]);
  });

  test.each([
    'path.join(__dirname, "../..")', 'path.join(__dirname, "../../apps")', 'path.join(__dirname, "../api/x")', 'path.join(__dirname, name, "../../libs/util")',
    'path.join(__dirname, "../../nowhere/x")', 'path.join(__dirname, "../../node_modules/x")', 'path.join(__dirname, "../../.env")', 'path.join(base, "../../libs/util")',
    'resolve("../../libs/util/index.js")', 'import.meta.url + "../../libs/util"', 'existsSync(path.join(__dirname, "./x/../y"))', '`${__dirname}/../..${x}/libs`',
  ])('is none by a path that is not known, or of what is there: %s', source => {
    expect(monorepo(source)).toEqual([]);
  });

  test.each([
    [{ start: 'node server.js' }, 'server.js', 'path.join(__dirname, "../shared/a.txt")', 1],
    [{ start: 'node dist/server.js', build: 'tsc' }, 'src/server.ts', 'path.join(__dirname, "../../shared/a.txt")', 1],
    [{ start: 'node dist/src/server.js', build: 'tsc' }, 'src/server.ts', 'path.join(__dirname, "../../views")', 0],
    [{ start: 'node dist/server.js', build: 'tsc' }, 'src/server.ts', 'path.join(__dirname, "../views")', 0],
    [{ start: 'node dist/server.js', build: 'tsc' }, 'src/server.ts', 'readFileSync("../shared/a.txt")', 1],
    [{ start: 'cd dist && node server.js', build: 'tsc' }, 'src/server.ts', 'readFileSync("../shared/a.txt")', 0],
    [{ start: 'node a.js && cd dist/x && node server.js', build: 'tsc' }, 'src/server.ts', 'readFileSync("../shared/a.txt")', 0],
    [{ start: 'cd "$WHERE"; node server.js', build: 'tsc' }, 'src/server.ts', 'readFileSync("../../shared/a.txt")', 0],
  ])('outside of a project that is opened is said where a build does not move the module: %j', (scripts, file, source, count) => {
    const outDir = { compilerOptions: { outDir: 'dist', rootDir: scripts.start.includes('src') ? '.' : 'src' } };
    const said = warned({ 'package.json': {}, 'api/package.json': { scripts, devDependencies: { typescript: '5.0.0' } }, 'api/tsconfig.json': outDir, [`api/${file}`]: source, 'shared/a.txt': '' }, 'api');
    expect(said).toEqual(Array(count).fill(expect.stringMatching(/opens .*shared\/a\.txt, which lies outside of/)));
  });

  test('outside of a project that stands alone is said', () => {
    expect(warned({ 'package.json': {}, 'api/package.json': { scripts: { start: 'node server.js' } }, 'api/server.js': 'require("../shared")', 'shared.js': '' }, 'api')).toEqual([
      expect.stringMatching(/^import-does-not-enter: server\.js loads \.\.\/shared, which lies outside of .*\/api, and only what is inside can enter an image: move it into the project, or make a monorepo/),
    ]);
  });
});
