import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { programText } from '../../../lib/programs/program-text';
import { add, directoryWith } from '../../temporary';

const ROOT = path.join(__dirname, '..', '..', '..');

/** An application as Node.js runs it, and as it is once it is bundled. */
interface Bundled {
  /** What starting each file prints, before it is bundled and after. */
  readonly before: string[];
  readonly after: string[];
  readonly report: any;
  /** The files of the release, with those of packages that stay. */
  readonly files: string[];
  readonly text: (file: string) => string;
}

/** Bundles an application, and starts what starts in it, with the packages that are left. */
function bundled(
  files: Record<string, unknown>, [start, ...entries]: readonly string[],
  packages: Record<string, Record<string, unknown>> = {}, words: readonly string[] = [],
): Bundled {
  const root = directoryWith({ 'bundling.mjs': programText('bundling') });
  const [released, app, target] = ['released', 'app', 'target'].map(name => path.join(root, name));
  add(released, files);
  fs.cpSync(released, app, { recursive: true });
  for (const [name, own] of Object.entries(packages)) add(path.join(app, 'node_modules', name), { 'package.json': { name, version: '1.0.0' }, ...own });
  const before = [start, ...entries].map(file => printed(app, file));
  const { status, stderr } = spawnSync(process.execPath, [
    '../bundling.mjs', '--esbuild', ROOT, '--released', released, '--target', target, '--list', path.join(root, 'list.json'), '--report', path.join(root, 'report.json'),
    '--directory', '.', '--node', process.versions.node, ...entries.flatMap(entry => ['--entry', entry]), ...words, '--start', '--', 'node', start,
  ], { cwd: app, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const { leftOut } = JSON.parse(fs.readFileSync(path.join(root, 'list.json'), 'utf8'));
  leftOut.forEach((each: string) => fs.rmSync(path.join(app, each), { recursive: true }));
  if (fs.existsSync(path.join(app, 'node_modules'))) fs.cpSync(path.join(app, 'node_modules'), path.join(target, 'node_modules'), { recursive: true, force: false });
  return {
    before, after: [start, ...entries].map(file => printed(target, file)),
    report: JSON.parse(fs.readFileSync(path.join(root, 'report.json'), 'utf8')),
    files: fs.readdirSync(target, { recursive: true, encoding: 'utf8' }).filter(file => /\.[cm]?js$/.test(file)).sort(),
    text: file => fs.readFileSync(path.join(target, file), 'utf8'),
  };
}

function printed(directory: string, file: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { cwd: directory, encoding: 'utf8', env: { PATH: process.env.PATH } });
  return status === 0 ? stdout : stderr;
}

const MODULES = { 'package.json': { type: 'module' } };
/** A native module, in name, which prints what it finds when it is loaded. */
const native = (text: string, manifest: object = {}) => ({ 'package.json': { name: 'native', version: '1.0.0', main: 'index.js', ...manifest }, 'index.js': text, 'build/own.node': '' });

test('modules that are loaded later, too, are evaluated in the order of before', () => {
  const { before, after, files } = bundled({
    ...MODULES,
    'main.js': 'import "./settings.js";\nimport { value } from "./shared.js";\nconst { later } = await import("./later.js");\nconsole.log("main", value, later);\n',
    'settings.js': 'process.env.SET = "set";\nconsole.log("settings");\n',
    'shared.js': 'console.log("shared");\nexport const value = process.env.SET;\n',
    'later.js': 'import { value } from "./shared.js";\nconsole.log("later");\nexport const later = value;\n',
  }, ['main.js']);

  expect(before).toEqual(['settings\nshared\nlater\nmain set set\n']);
  expect(after).toEqual(before);
  expect(files).toEqual(['main.js']);
});

test('a script outside that a module imports is evaluated in its turn', () => {
  const { before, after, report } = bundled({
    ...MODULES,
    'main.js': 'import "./settings.js";\nimport native, { own } from "native";\nimport * as all from "native";\nimport "./last.js";\nconsole.log(native.own, own, all.own);\n',
    'settings.js': 'process.env.SET = "set";\nconsole.log("settings");\n',
    'last.js': 'console.log("last");\n',
  }, ['main.js'], { native: native('console.log("native", process.env.SET);\nexports.own = process.env.SET;\n') });

  expect(before).toEqual(['settings\nnative set\nlast\nset set set\n']);
  expect(after).toEqual(before);
  expect(report.outside).toEqual([expect.objectContaining({ name: 'native' })]);
  expect(report.bundles).toHaveLength(1);
});

describe('a module outside is evaluated before all that is in the bundle:', () => {
  const late = native('console.log("native", process.env.SET);\nexport const own = process.env.SET;\n', { type: 'module' });

  test('where something runs before it, nothing is bundled', () => {
    const { before, after, report } = bundled({
      ...MODULES,
      'main.js': 'import "./settings.js";\nimport { own } from "native";\nconsole.log(own);\n',
      'settings.js': 'process.env.SET = "set";\n',
    }, ['main.js'], { native: late });

    expect(before).toEqual(['native set\nset\n']);
    expect(after).toEqual(before);
    expect(report.refused).toBe('native stays outside as an ECMAScript module, and would be evaluated before settings.js');
  });

  test('where it is loaded later, nothing is bundled', () => {
    const { before, after, report } = bundled({
      ...MODULES,
      'main.js': 'process.env.SET = "set";\nconst { own } = await import("./later.js");\nconsole.log(own);\n',
      'later.js': 'export { own } from "native";\n',
    }, ['main.js'], { native: late });

    expect(before).toEqual(['native set\nset\n']);
    expect(after).toEqual(before);
    expect(report.refused).toBe('native stays outside as an ECMAScript module, and would be evaluated at the start, where the application loads it later');
  });

  test('where what comes before only makes its own values, it is bundled', () => {
    const { before, after, report } = bundled({
      ...MODULES,
      'main.js': 'import { Dock } from "./dock.js";\nimport { own } from "native";\nconsole.log(new Dock().berths, own);\n',
      'dock.js': 'const SIZES = new Map([["small", 1 + 1]]);\nexport class Dock { static known = []; berths = SIZES.get("small"); }\n',
    }, ['main.js'], { native: late });

    expect(before).toEqual(['native undefined\n2 undefined\n']);
    expect(after).toEqual(before);
    expect(report.bundles).toEqual([expect.objectContaining({ file: 'main.js' })]);
  });
});

test('a module whose package does not say that it is one takes other defaults in a bundle, and stays as it is', () => {
  const { before, after, report } = bundled({
    'package.json': {},
    'main.mjs': 'import { port } from "./port.js";\nconsole.log(port);\n',
    'port.js': 'import settings from "./settings.cjs";\nexport const port = typeof settings.default;\n',
    'settings.cjs': 'Object.defineProperty(exports, "__esModule", { value: true });\nexports.default = { port: 1 };\n',
  }, ['main.mjs']);

  expect(after).toEqual(before);
  expect(report.files).toContainEqual({ path: 'port.js', reason: 'its package.json has no "type": what it takes from scripts would be another value' });
});

describe('what several files that are started have in common is there once:', () => {
  const count = (text: string) => text.split('distance of').length - 1;
  const leven = { 'index.js': 'console.log("leven");\nmodule.exports = (a, b) => `distance of ${a} and ${b}`;\n' };

  test('of scripts, each of which knows that it was started', () => {
    const { before, after, files, text, report } = bundled({
      'package.json': {},
      'dist/main.js': '#!/usr/bin/env node\nconst leven = require("leven");\nconst start = () => console.log("main", leven("a", "b"), __filename.slice(-7), require("path").basename(process.argv[1]));\nif (require.main === module) start();\nmodule.exports = { leven, start };\n',
      'jobs/migrate.js': 'console.log("migrate");\nconst { leven } = require("../dist/main");\nif (require.main !== module) throw new Error("not main");\nconsole.log(leven("c", "d"), require("../dist/main").start.name, require("path").basename(__dirname));\n',
    }, ['dist/main.js', 'jobs/migrate.js'], { leven }, ['--source-maps']);

    expect(before).toEqual(['leven\nmain distance of a and b main.js main.js\n', 'migrate\nleven\ndistance of c and d start jobs\n']);
    expect(after).toEqual(before);
    expect(files.filter(file => !file.startsWith('node_modules'))).toEqual(['dist/main.bundle.cjs', 'dist/main.js', 'jobs/migrate.js']);
    expect(files.reduce((sum, file) => sum + count(text(file)), 0)).toBe(1);
    expect(text('dist/main.js')).toBe('#!/usr/bin/env node\nmodule.exports=require("./main.bundle.cjs")("dist/main.js");\n');
    expect(report.bundles.map(({ file }: any) => file)).toEqual(['dist/main.bundle.cjs.map', 'dist/main.bundle.cjs', 'dist/main.js', 'jobs/migrate.js']);
  });

  test('of modules, each in its order', () => {
    const { before, after, files, text } = bundled({
      ...MODULES,
      'main.js': 'import "./settings.js";\nimport leven from "leven";\nawait Promise.resolve();\nconsole.log("main", leven("a", process.env.SET), import.meta.url.slice(-8));\n',
      'jobs/migrate.js': 'import leven from "leven";\nimport "../settings.js";\nconsole.log("migrate", leven("c", process.env.SET), import.meta.url.slice(-16));\n',
      'settings.js': 'process.env.SET = "set";\nconsole.log("settings");\n',
    }, ['main.js', 'jobs/migrate.js'], { leven });

    expect(before).toEqual(['settings\nleven\nmain distance of a and set /main.js\n', 'leven\nsettings\nmigrate distance of c and set /jobs/migrate.js\n']);
    expect(after).toEqual(before);
    expect(files.reduce((sum, file) => sum + count(text(file)), 0)).toBe(1);
  });

  test('but modules that export something, or one beside which a module is outside, are bundles of their own', () => {
    const { before, after, files } = bundled({
      ...MODULES,
      'main.js': 'import { own } from "native";\nimport leven from "leven";\nconsole.log("main", leven("a", own));\n',
      'jobs.js': 'import leven from "leven";\nconsole.log("jobs", leven("a", "b"));\n',
      'handler.js': 'import leven from "leven";\nexport const handler = () => leven("e", "f");\n',
    }, ['main.js', 'jobs.js', 'handler.js'], { leven, native: native('export const own = 1;\n', { type: 'module' }) });

    expect(after).toEqual(before);
    expect(files.filter(file => !file.startsWith('node_modules'))).toEqual(['handler.js', 'jobs.js', 'main.js']);
  });
});

test('a script that asks what loaded it is in no bundle with another one that starts and loads it', () => {
  const { before, after, report } = bundled({
    'package.json': {},
    'main.js': 'console.log("main", Boolean(module.parent));\n',
    'jobs.js': 'require("./main");\n',
  }, ['main.js', 'jobs.js']);

  expect(before).toEqual(['main false\n', 'main true\n']);
  expect(after).toEqual(before);
  expect(report.refused).toBe('main.js stays as it is: it asks what loaded it: module.parent');
});
