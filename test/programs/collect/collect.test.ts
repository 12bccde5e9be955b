import * as fc from 'fast-check';
import { holds } from '../../property';
import { collected, filesOf, Project } from './collected';

const START = ['--start', 'node', 'server.js'];
const BUILT = ['--start', 'node', 'dist/server.js'];
const TEST = { 'test/a.test.js': '', 'test/fixtures/a.json': '{}' };

/** A package that others are made of. */
const PARTS = ['.eslintrc.json', '.gitignore', 'README.md', 'src/index.js', 'test/a.test.js', 'test/data.json', 'tsconfig.json'];
const partsOf = (directory: string) => PARTS.map(name => `${directory}/${name}`);
const template = (directory: string) => Object.fromEntries([...partsOf(directory), `${directory}/package.json`].map(path => [path, path.endsWith('json') ? {} : '']));

describe('without a build', () => {
  const project = (server: string, more: Record<string, unknown>): Project => ({ sources: { 'server.js': server, ...more } });

  test.each<[string, string, Record<string, unknown>, string[]]>([
    ['directories of any name', '', { 'docs/openapi.json': '{}', 'scripts/a.js': '', '.well-known/x': '', 'reports/daily.js': '', 'coverage/index.js': '', '.sequelizerc': '' },
      ['.sequelizerc', '.well-known/x', 'coverage/index.js', 'docs/openapi.json', 'reports/daily.js', 'scripts/a.js', 'server.js']],
    ['no tests, settings and documentation', '', { ...TEST, 'src/b.spec.ts': '', '.eslintrc.json': '{}', 'jest.config.js': '', 'README.md': '', 'LICENSE': '', '.github/w.yml': '', 'package-lock.json': '{}' }, ['server.js']],
    ['documentation that is read', 'require("fs").readFileSync("README.md")', { 'README.md': '', 'CHANGELOG.md': '' }, ['README.md', 'server.js']],
    ['documents that a directory holds for people not', '', { 'docs/a.md': '', 'docs/img/b.png': '' }, ['server.js']],
    ['documents of a directory that is named', 'require("fs").readdirSync("docs")', { 'docs/a.md': '' }, ['docs/a.md', 'server.js']],
    ['texts deeper down', '', { 'content/hello.md': '' }, ['content/hello.md', 'server.js']],
    ['a module that is called as a test', 'require("./src/openapi.spec")', { 'src/openapi.spec.js': '' }, ['server.js', 'src/openapi.spec.js']],
    ['a module that is called as a test, by an alias', 'import "@/api/openapi.spec"', { 'src/api/openapi.spec.ts': '' }, ['server.js', 'src/api/openapi.spec.ts']],
    ['a directory called test without tests', '', { 'test/index.js': 'module.exports = 1' }, ['server.js', 'test/index.js']],
    ['a directory called spec', '', { 'spec/api.yaml': '', 'spec/a.spec.js': '' }, ['server.js', 'spec/api.yaml']],
    ['data whose ending is that of snapshots of tests', '', { 'data/moon.snap': 'M', 'a.test.js.snap': '', '__snapshots__/b.snap': '', 'c.test.js.snapshot': '' }, ['data/moon.snap', 'server.js']],
    ['a file of tests that is read', 'require("./seed")', { 'seed.js': 'require("./test/fixtures/a.json")', ...TEST }, ['seed.js', 'server.js', 'test/fixtures/a.json']],
    ['a settings file that is read', 'require("fs").readFileSync(`${process.cwd()}/tsconfig.json`)', { 'tsconfig.json': '{"extends": "./base.json"}', 'jsconfig.json': '{}' }, ['server.js', 'tsconfig.json']],
    ['what fork names', 'require("child_process").fork("./jobs/a.spec.js")', { 'jobs/a.spec.js': 'require("./b.spec")', 'jobs/b.spec.js': '', 'jobs/c.spec.js': '' }, ['jobs/a.spec.js', 'jobs/b.spec.js', 'server.js']],
    ['no tests beside modules of a directory that is loaded whole', 'for (const f of require("fs").readdirSync(__dirname + "/routes")) require("./routes/" + f)', { 'routes/a.js': '', 'routes/a.test.js': '' }, ['routes/a.js', 'server.js']],
    ['modules that are called as tests and hand out something', '', { 'routes/speed.test.js': 'exports.n = 1', 'routes/b.test.mjs': 'export default 1', 'routes/c.spec.js': 'module.exports = require("assert")', 'routes/d.test.js': 'test("d", () => {}); module.exports = 1' },
      ['routes/b.test.mjs', 'routes/speed.test.js', 'server.js']],
    ['what lies in a directory of tests that is opened', 'require("fs").readdirSync(require("path").join(__dirname, "__mocks__"))', { '__mocks__/a.js': 'exports.a = 1', '__mocks__/a.test.js': '' }, ['__mocks__/a.js', 'server.js']],
    ['what lies in a directory of tests that is named as part of a path', 'require(path.resolve(process.env.PLUGINS || "tests", name))', { 'tests/a.js': 'exports.a = 1', 'tests/b.test.js': 'test("a", () => {})' }, ['server.js', 'tests/a.js']],
    ['no tests where a word is called as their directory', 'if (process.env.NODE_ENV === "test") require("fs").readdirSync(__dirname)', { 'test/helper.js': 'exports.a = 1', 'test/b.test.js': 'test("a", () => {})' }, ['server.js']],
    ['all of packages that it copies', 'fs.cpSync(path.join(__dirname, "templates", name), target, { recursive: true })', template('templates/basic'),
      ['server.js', ...partsOf('templates/basic')]],
    ['all of a package that it copies', 'import { copy } from "fs-extra"; await copy(new URL("../template/", import.meta.url), target)', template('template'), ['server.js', ...partsOf('template')]],
    ['all of packages that it lists', 'for (const name of fs.readdirSync(__dirname + "/starters")) {}', template('starters/a/b'), ['server.js', ...partsOf('starters/a/b')]],
    ['no tests and settings of a package beside it that it copies nothing of', 'app.use(express.static(path.join(__dirname, "client", "dist")))', template('client'), ['client/README.md', 'client/src/index.js', 'server.js']],
    ['the settings of what the code loads', 'import { preview } from "vite"', { 'vite.config.js': '', 'jest.config.js': '' }, ['server.js', 'vite.config.js']],
    ['the settings of what the code loads, which have another name', 'const babel = require("@babel/core"), agent = require("browserslist-useragent");', { 'babel.config.json': '{}', '.browserslistrc': '', '.eslintrc': '{}', 'tsconfig.json': '{}' },
      ['.browserslistrc', 'babel.config.json', 'server.js']],
    ['the aliases that the code resolves', 'import "tsconfig-paths/register"; import "@lib/a"', { 'tsconfig.json': '{}' }, ['server.js', 'tsconfig.json']],
    ['the settings of a compiler that the code loads', 'require("@babel/register"); require("./src/a")', { '.babelrc': '{}', 'src/a.js': '', '.eslintrc': '{}' }, ['.babelrc', 'server.js', 'src/a.js']],
    ['what data names that is read', 'JSON.parse(fs.readFileSync("site.json")).dir', { 'site.json': '{"dir": "docs"}', 'docs/a.md': '' }, ['docs/a.md', 'server.js', 'site.json']],
    ['what settings name that a package reads', 'const config = require("config"); open(config.get("root"))', { 'config/default.json': '{"root": "./docs"}', 'docs/a.md': '' }, ['config/default.json', 'docs/a.md', 'server.js']],
    ['data in a directory of tests that data names', 'JSON.parse(fs.readFileSync("exam.json")).bank', { 'exam.json': '{"bank": "./tests"}', 'tests/one.json': '{}', 'tests/a.test.js': '' }, ['exam.json', 'server.js', 'tests/one.json']],
    ['tests that the application runs', 'const Mocha = require("mocha"); for (const f of fs.readdirSync(path.join(__dirname, "checks"))) new Mocha().addFile("checks/" + f)',
      { 'checks/a.spec.js': 'it("a", () => {})', 'checks/support.js': 'exports.a = 1', 'test/a.test.js': '' }, ['checks/a.spec.js', 'checks/support.js', 'server.js']],
    ['words in Welsh', 'for (const f of fs.readdirSync("locales")) {}', { 'locales/app.cy.js': '({ hello: "Shwmae" })', 'locales/app.en.js': '({})', 'e/login.cy.js': 'it("logs in", () => cy.visit("/"))' }, ['locales/app.cy.js', 'locales/app.en.js', 'server.js']],
    ['all of a package that it packs', 'archive.directory(path.join(__dirname, "starters", kind), false)', template('starters/basic'), ['server.js', ...partsOf('starters/basic')]],
    ['not what data names that nothing reads', '', { 'site.json': '{"dir": "docs"}', 'docs/a.md': '' }, ['server.js', 'site.json']],
  ])('it has %s', async (_, server, more, expected) => {
    expect(await filesOf(project(server, more), ...START)).toEqual(expected.sort());
  });
});

describe('after a build', () => {
  const project = (written: string, more: Record<string, unknown> = {}): Project => ({
    sources: { 'src/server.ts': 'const a: string = "a";', ...more }, written: { 'dist/server.js': written },
  });

  test.each<[string, string, Record<string, unknown>, string[]]>([
    ['what it wrote, and no sources of a compiler', '', { 'tsconfig.json': '{}', 'src/a.scss': '', 'client/a.vue': '' }, []],
    ['settings in TypeScript that the build did not take', 'loadConfig({ name: "bot" })', { 'bot.config.ts': 'export default { greeting: "moin", channels: ["harbour"] };', '.botrc.ts': '', 'vitest.config.ts': '' }, ['.botrc.ts', 'bot.config.ts']],
    ['no settings in TypeScript that it took', 'const a = { greeting: "moin", channel: "harbour", quay: "west", pier: "old" };',
      { 'bot.config.ts': 'export default { greeting: "moin", channel: "harbour", quay: "west", pier: "old" };' }, []],
    ['TypeScript of a directory that is named and of which nothing was compiled', 'const from = process.env.SAMPLES || "samples", own = "src";', { 'samples/hello.ts': 'export const hello = "a sample";', 'scripts/seed.ts': 'seed();' }, ['samples/hello.ts']],
    ['styles that it compiles', 'const sass = require("sass"); sass.compile(path.join(theme, "css", "main.scss"))', { 'themes/a/css/main.scss': '@use "colors";', 'themes/a/css/_colors.scss': '', 'a.less': '' }, ['themes/a/css/_colors.scss', 'themes/a/css/main.scss']],
    ['what has an ending of TypeScript and is none', 'express.static("public")', { 'public/part0.ts': 'G@\0\u0010', 'public/de.ts': '<?xml version="1.0"?>', 'public/a.tsx': '<tileset name="a">' }, ['public/a.tsx', 'public/de.ts', 'public/part0.ts']],
    ['what lies beside sources and is no code', '', { 'src/schema.graphql': '', 'conf/a.json': '{}', 'data.json': '{}' }, ['conf/a.json', 'data.json', 'src/schema.graphql']],
    ['what data names that it reads', 'JSON.parse(fs.readFileSync("site.json")).dir', { 'site.json': '{"dir": "docs"}', 'docs/a.md': '' }, ['docs/a.md', 'site.json']],
    ['not what data names that it does not read', '', { 'site.json': '{"dir": "docs"}', 'docs/a.md': '' }, ['site.json']],
    ['a source that it loads', 'require("../src/plain.js")', { 'src/plain.js': '"plain"' }, ['src/plain.js']],
    ['a source whose words it has not', '', { 'src/plain.js': 'console.log("plain", 1)' }, ['src/plain.js']],
    ['sources that it names by a pattern', 'const apis = ["./src/routes/*.ts"]', { 'src/routes/a.ts': '', 'src/b.ts': '' }, ['src/routes/a.ts']],
    ['sources that it names by a pattern in several words', 'const apis = [path.join(process.cwd(), "src", "routes", "*.ts")]', { 'src/routes/a.ts': '', 'src/b.ts': '' }, ['src/routes/a.ts']],
    ['sources that it names as keys of a bundle not', 'var m = { "./src/server.ts": (a, b, __webpack_require__) => __webpack_require__("./src/b.ts") }', { 'src/b.ts': '' }, []],
    ['no file that a source imports', '', { 'src/app.tsx': 'import "./app.css"; import logo from "@/img/logo.png"', 'src/app.css': 'a { background: url(./back.png) }', 'src/back.png': '', 'src/img/logo.png': 'x', 'src/other.png': '' }, ['src/other.png']],
  ])('it has %s', async (_, written, more, expected) => {
    expect(await filesOf(project(written, more), ...BUILT)).toEqual(['dist/server.js', ...expected].sort());
  });

  test('it has no JavaScript source that lies in the output at the same place, or in a bundle, and no copied file', async () => {
    const server = 'const { say } = require("./say"); say("first text", "second text").third.fourthly;';
    const sources = { 'src/server.js': server, 'src/say.js': 'exports.say = x => x;', 'src/routes/say.js': 'exports.other = x => [x, "another"];', 'public/a.txt': 'same', 'public/b.txt': 'one' };
    const copied = { 'dist/server.js': `"use strict";${server}`, 'dist/say.js': 'exports.say = x => x;', 'dist/client/a.txt': 'same', 'dist/client/b.txt': 'two' };
    expect(await filesOf({ sources, written: copied }, ...BUILT)).toEqual([...Object.keys(copied), 'src/routes/say.js', 'public/b.txt'].sort());

    const bundle = { 'dist/server.js': '(()=>{var o=e=>e;o("first text","second text").third.fourthly})()' };
    const others = { 'src/say.js': 'exports.say = x => x;', 'src/loose.js': 'exports.loose = x => x;' };
    expect(await filesOf({ sources: { 'src/server.js': server, ...others }, written: bundle }, ...BUILT)).toEqual(['dist/server.js', 'src/loose.js']);
    const external = { 'dist/server.js': `${bundle['dist/server.js']};require("../src/say")` };
    expect(await filesOf({ sources: { 'src/server.js': server, ...others }, written: external }, ...BUILT)).toEqual(['dist/server.js', 'src/loose.js', 'src/say.js']);
  });

  test('it has no source that a source map names', async () => {
    const written = { 'dist/server.js': '0', 'dist/server.js.map': { sources: ['../src/server.js', 'webpack://app/./lib/a.js'] } };
    expect(await filesOf({ sources: { 'src/server.js': '"lost"', 'lib/a.js': '"lost"', 'lib/b.js': '"lost"' }, written }, ...BUILT))
      .toEqual(['dist/server.js', 'dist/server.js.map', 'lib/b.js']);
  });

  test('it has every source where what starts compiles, loads by convention, or cannot be read', async () => {
    const sources = { 'src/a.ts': '', 'tsconfig.json': {}, '.babelrc': {} };
    const written = { 'dist/server.js': '' };
    expect(await filesOf({ sources, written }, '--start', 'node', '--import', 'tsx', 'src/a.ts')).toEqual(['.babelrc', 'dist/server.js', 'src/a.ts', 'tsconfig.json']);
    expect(await filesOf({ sources, written: { 'dist/server.js': 'require("ts-node/register")' } }, ...BUILT)).toContain('src/a.ts');
    expect(await filesOf({ sources, written, bins: { strapi: '@strapi/strapi' } }, '--start', 'strapi', 'start')).toContain('src/a.ts');
    expect(await filesOf({ sources, written, bins: { knex: 'knex' } }, '--start', 'sh', '-c', 'knex migrate:latest && node dist/server.js')).toContain('src/a.ts');
    expect(await filesOf({ sources, written: { 'dist/server.js': 'not { javascript' } }, ...BUILT)).toContain('src/a.ts');
    expect(await filesOf({ sources, written, bins: { prisma: 'prisma' } }, '--start', 'sh', '-c', 'prisma migrate deploy && node dist/server.js')).not.toContain('src/a.ts');
    expect(await filesOf({ sources: { 'src/a.ts': '', 'vite.config.mjs': '', 'jest.config.js': '' }, bins: { 'vite-node': 'vite-node' } }, '--start', 'vite-node', 'src/a.ts')).toEqual(['src/a.ts', 'vite.config.mjs']);
  });

  test('it has no memory of tools, and tests that were compiled are tests', async () => {
    const written = { 'dist/server.js': '', 'dist/a.spec.js': '', 'tsconfig.tsbuildinfo': '', '.turbo/x.log': '', 'dist/.vite/manifest.json': '{}', 'dist/README.md': '', 'public/gen.js': '', 'top.js': '' };
    expect(await filesOf({ sources: {}, written }, ...BUILT)).toEqual(['dist/.vite/manifest.json', 'dist/README.md', 'dist/server.js', 'public/gen.js', 'top.js']);
  });

  test('it has modules that the build wrote, tests and all, and none that were installed', async () => {
    const sources = { 'server.js': '', 'node_modules/a/index.js': '' };
    expect(await filesOf({ sources, written: { 'out/node_modules/b/b.test.js': '' } }, ...START)).toEqual(['out/node_modules/b/b.test.js', 'server.js']);
  });
});

describe('what starts', () => {
  const files = { 'tools/a.test.js': '', 'b.spec.js': '', 'base.json': '{}' };

  test.each<[string, string[], Record<string, unknown>, string[]]>([
    ['preloads', ['node', '-r', './b.spec.js', 'server.js'], {}, ['b.spec.js']],
    ['preloads in a variable', ['NODE_OPTIONS=--import=./b.spec.js --max-old-space-size=100', 'node', 'server.js'], {}, ['b.spec.js']],
    ['a script in a shell script in a shell line', ['/bin/sh', '-c', 'cd /app && exec sh run.sh'], { 'run.sh': 'cd tools\nexec node a.test\n' }, ['tools/a.test.js', 'run.sh']],
    ['a script of package.json', ['/bin/sh', '-c', 'npm run migrate && node server.js'], { 'package.json': { scripts: { migrate: 'node tools/a.test.js' } } }, ['tools/a.test.js']],
    ['settings for paths, and what they extend', ['node', '-r', 'tsconfig-paths/register', 'server.js'], { 'tsconfig.json': '{"extends":"./tsconfig.base"}', 'tsconfig.base.json': '{"include":["tools/*.js"]}' }, ['tsconfig.base.json', 'tsconfig.json']],
    ['a process manager', ['pm2-runtime', 'ecosystem.config.js'], { 'ecosystem.config.js': 'module.exports = { apps: [{ script: "./b.spec.js" }] }' }, ['b.spec.js', 'ecosystem.config.js']],
    ['what a watcher finds in its settings', ['node', 'node_modules/nodemon/bin/nodemon.js'], { 'nodemon.json': { exec: 'ts-node -T b.spec.ts' }, 'b.spec.ts': '', 'tsconfig.json': '{}' }, ['b.spec.ts', 'nodemon.json', 'tsconfig.json']],
    ['what a watcher finds in package.json', ['node', 'node_modules/nodemon/bin/nodemon.js'], { 'package.json': { nodemonConfig: { exec: 'node ./b.spec.js' } } }, ['b.spec.js']],
    ['what Bun loads before, and not before its tests', ['bun', 'server.js'],
      { 'bunfig.toml': '# settings\npreload = [\n  "./b.spec.js",\n]\n[test]\npreload = ["./tools/a.test.js"]\n' }, ['b.spec.js', 'bunfig.toml']],
    ['the main file of the package', ['node', '.'], { 'package.json': { main: 'tools/a.test.js' } }, ['tools/a.test.js']],
  ])('is followed: %s', async (_, words, more, expected) => {
    expect(await filesOf({ sources: { 'server.js': '', ...files, ...more } }, '--start', ...words)).toEqual(['base.json', 'server.js', ...expected].sort());
  });

  test('a directory that the start goes to is one like others', async () => {
    const project = { sources: { 'server/package.json': {}, 'server/src/a.ts': '', 'server/test/a.test.js': '', 'server/tsconfig.json': {} }, written: { 'server/dist/a.js': '', 'server/package-lock.json': '{}' } };
    expect(await filesOf(project, '--start', '/bin/sh', '-c', 'cd server && exec node dist/a.js')).toEqual(['server/dist/a.js']);
    expect(await filesOf(project, '--start', 'node', 'a.js', 'server')).toContain('server/src/a.ts');
  });

  test('a server of files reads what it serves', async () => {
    const project = { sources: { 'index.html': '', 'src/a.js': '', 'serve.json': '{}' }, written: { 'dist/index.html': '' }, bins: { serve: 'serve' } };
    expect(await filesOf(project, '--start', 'node', 'node_modules/serve/build/main.js', '--single', 'dist')).toEqual(['dist/index.html', 'serve.json']);
    expect(await filesOf(project, '--start', 'serve')).toContain('src/a.js');
  });
});

describe('of a monorepo', () => {
  const sources = {
    'tsconfig.base.json': '{}', 'shared.json': '{}', 'tools/x.js': '',
    'services/api/package.json': {}, 'services/api/server.js': 'require("../../shared.json")', 'services/api/test/a.test.js': '',
    'packages/log/package.json': {}, 'packages/log/src/index.ts': '', 'packages/log/README.md': '',
    'packages/other/index.js': '',
  };

  test('it has the packages that are needed, and what they read of the rest', async () => {
    const written = { 'packages/log/dist/index.js': '' };
    expect(await filesOf({ sources, written }, '--package', 'services/api', '--package', 'packages/log', '--load', 'packages/log/dist/index.js', '--start', 'node', 'server.js'))
      .toEqual(['packages/log/dist/index.js', 'services/api/server.js', 'shared.json']);
  });

  test('a package that is only built has its output in it', async () => {
    const project = { sources: { 'server/index.js': '', 'client/package.json': {}, 'client/build.js': '"words"', 'client/page.html': '<p>' }, written: { 'client/dist/a.js': '' } };
    expect(await filesOf(project, '--built', 'client', '--start', 'node', 'server/index.js')).toEqual(['client/dist/a.js', 'client/page.html', 'server/index.js']);
  });
});

test.each([
  'require("child_process").execSync("npm run --silent report")', 'spawn("pnpm", ["run", "report"]); require("node:child_process")', 'import { execa } from "execa"; await execa`node --run report`',
])('a script that the code runs is followed to what it starts: %s', async server => {
  const project = {
    sources: { 'package.json': { name: 'app', scripts: { report: 'tsx scripts/report.ts', other: 'tsx other.ts' } }, 'src/server.ts': '', 'scripts/report.ts': '', 'tsconfig.json': '{}', 'test/a.test.ts': '' },
    written: { 'dist/server.js': server },
  };
  expect(await filesOf(project, ...BUILT)).toEqual(['dist/server.js', 'scripts/report.ts', 'src/server.ts', 'tsconfig.json']);
  expect(await filesOf({ ...project, written: { 'dist/server.js': '"report"' } }, ...BUILT)).toEqual(['dist/server.js']);
});

test.each([
  [['--start', 'node', 'server.js'], ['server.js']], [['--only', 'server.js', '--start', 'node', 'server.js'], ['server.js']], [['--reads', 'server.js', '--whole', 'out', '.', '--start', 'node', 'server.js'], ['server.js']],
])('what the user includes is there with all that is in it: %j', async (words, others) => {
  const project = { sources: { 'server.js': '', 'checks/a.spec.js': 'it("a")', 'checks/b.js': 'exports.b = 1', 'docs/a.md': '', 'docs/b.md': '' }, written: { 'out/x.txt': '' } };
  const files = await filesOf(project, '--included', 'checks', '--included', 'docs/a.md', ...words);
  expect(files.filter(file => file !== 'out/x.txt')).toEqual(['checks/a.spec.js', 'checks/b.js', 'docs/a.md', ...others]);
});

test('the files of the release are taken as they are, with tests in them', async () => {
  expect(await filesOf({ sources: { 'server.js': '', 'checks/a.spec.js': '' } }, '--only', 'checks', '--only', 'server.js', '--start', 'node', 'server.js')).toEqual(['checks/a.spec.js', 'server.js']);
});

test('given the files of the release, when the start reads another one, then the log warns of it', async () => {
  const project = { sources: { 'server.js': 'require("./lib/a")', 'lib/a.js': '', 'b.js': '' } };
  const { kept, notes } = await collected(project, '--only', 'package.json', '--only', 'server.js', '--start', 'node', 'server.js');
  expect(kept).toEqual(['package.json', 'server.js']);
  expect(notes).toEqual(['WARNING: the start loads or opens lib/a.js, which the prop "releaseFiles" does not name']);
});

test('the server of a framework has the data that its code names, and none that lies among sources or was copied', async () => {
  const sources = {
    'content/a.md': '# a', 'settings/site.yml': 'a: 1', 'locales/de/common.json': '{}', 'emails/welcome.html': '<p>', 'unread/a.csv': '', 'README.md': '', 'docs/a.md': '', 'expect.json': '{}', 'words.yml': '',
    'src/routes/page.ts': '', 'src/logo.svg': '', 'src/mail.txt': '', 'public/icon.svg': 'i', 'test/a.test.js': '', 'test/data.json': '{}', '.eslintrc.json': '{}',
  };
  const server = 'const a = glob("content"), b = resolve(dir ?? "settings", "site.yml"), c = join("locales", lang), d = "./emails/welcome.html", e = "src", f = "src/mail.txt", g = "public", h = "test", i = "expect", j = "words.yml";';
  const written = { 'out/server/chunks/a.js': server, 'out/public/icon.svg': 'i', 'out/client/b.js': '"unread"', 'out/node_modules/x/index.js': '"docs"' };
  expect(await filesOf({ sources, written }, '--reads', 'package.json', '--whole', 'out', '.', '--start', 'node', 'out/server.js'))
    .toEqual(['content/a.md', 'emails/welcome.html', 'locales/de/common.json', 'settings/site.yml', 'src/mail.txt', 'words.yml']);
  expect(await filesOf({ sources, written }, '--reads', 'package.json', '--reads', 'out', '--start', 'node', '/static.mjs', 'out')).not.toContain('content/a.md');
});

test('the server of a framework has what it reads, and what is loaded before it', async () => {
  const sources = { 'trace.js': 'require("./lib/t")', 'lib/t.js': '', 'server.js': '' };
  expect(await filesOf({ sources, written: { 'out/a.js': '' } }, '--reads', 'package.json', '--whole', 'out', '.', '--start', 'node', '-r', './trace.js', 'server.js'))
    .toEqual(['lib/t.js', 'trace.js']);
});

test('no file that code loads by its name is left out, whatever it is called', async () => {
  const name = fc.constantFrom('a', 'b.test', 'c.spec', 'eslint.config', 'README', 'jest.setup', 'index').chain(base =>
    fc.constantFrom('', 'test/', 'src/', '__mocks__/', 'docs/', 'e2e/x/').map(directory => `${directory}${base}.js`));
  const cases: Array<[string[], boolean]> = [];
  holds(fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 6 }), fc.boolean(), (names, built) => void cases.push([names, built])), 25);
  for (const [names, built] of cases) {
    // each loads the next one
    const up = (file: string) => '../'.repeat(file.split('/').length - 1) || './';
    const sources = Object.fromEntries(names.map((file, index) => [file, names[index + 1] === undefined ? '' : `require(${JSON.stringify(`${up(file)}${names[index + 1]}`)})`]));
    const first = built ? { written: { 'dist/server.js': `require("../${names[0]}")` } } : {};
    const all = built ? sources : { ...sources, 'server.js': `require("./${names[0]}")` };
    expect(await filesOf({ sources: all, ...first }, '--start', 'node', built ? 'dist/server.js' : 'server.js')).toEqual(expect.arrayContaining(names));
  }
}, 60_000);
