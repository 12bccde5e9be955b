import { codeOf } from '../../../lib/programs/bundling/file-code';
import { namesHandedTo } from '../../../lib/programs/bundling/known-loaders';
import { assetsOf, packageDoubt } from '../../../lib/programs/bundling/package-doubts';
import { InstalledPackage } from '../../../lib/programs/shared/installed';

const PLACE = { file: '../lib/a.js', directory: '../lib', isMain: 'false' };

/** The code as it stands in a bundle. */
function edited(text: string, place = PLACE): string {
  return [...codeOf(text)!.edits].sort((a, b) => b.start - a.start)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text(place) + result.slice(edit.end), text);
}

test.each([
  ['require(name)', 'it loads what cannot be told: require(name)'],
  ['import(name)', 'it loads what cannot be told: import(name)'],
  ['module.exports = load(require)', 'it loads what cannot be told: load(require)'],
  ['eval(text)', 'it evaluates code: eval()'],
  ['new Worker(file)', 'it starts a thread: new Worker(file)'],
])('code that may load anything is told: %s', (text, reason) => {
  expect(codeOf(text)!.doubts).toContainEqual(expect.objectContaining({ reason, loadsAnything: true }));
});

test.each([
  ['new Worker(path.join(__dirname, "jobs", "sum.js"))', 'it starts a thread: '],
  ['child.fork("./worker.js")', 'it starts a process: '],
  ['require.resolve("file-type")', 'it asks where a module lies: '],
  ['delete require.cache[name]', 'it uses require.cache'],
  ['process.dlopen(module, file)', 'it loads a native module'],
  ['import.meta.resolve("a")', 'it uses import.meta.resolve'],
  ['import { register } from "node:module"', 'it changes how modules are loaded'],
  ['Error.prepareStackTrace = own', 'it asks which file called it'],
])('code that does something else in a bundle is in doubt, and loads nothing else: %s', (text, beginning) => {
  const { doubts } = codeOf(text)!;
  expect(doubts.filter(({ reason }) => reason.startsWith(beginning))).toHaveLength(1);
  expect(doubts.filter(({ loadsAnything }) => loadsAnything)).toEqual([]);
});

test('a worker of a queue is no thread', () => {
  expect(codeOf('const { Worker } = require("bullmq"); new Worker("voyages", job => job)')!.doubts).toEqual([]);
  expect(codeOf('const { Worker } = require("worker_threads"); new Worker("voyages", { eval: true })')!.doubts).toHaveLength(1);
});

test('code of every day is in no doubt', () => {
  expect(codeOf('const a = require("a");\nmodule.exports = () => a(require("./b"), process.cwd());\n')).toMatchObject({ doubts: [], edits: [], asksPlace: false, sloppy: false });
  expect(codeOf('not code at all')).toBeUndefined();
});

test.each([
  ['read(__dirname + "/a.txt")', 'read(__bundleAt("../lib") + "/a.txt")'],
  ['read(__filename)', 'read(__bundleAt("../lib/a.js"))'],
  ['send({ __dirname })', 'send({ __dirname: __bundleAt("../lib") })'],
  ['send(own.__dirname, { __dirname: 1 })', 'send(own.__dirname, { __dirname: 1 })'],
  ['export const url = new URL("./a.txt", import.meta.url)', 'export const url = new URL("./a.txt", __bundleUrlAt("../lib/a.js"))'],
  ['export default import.meta.dirname', 'export default __bundleAt("../lib")'],
  ['import { dirname } from "path"; const __dirname = dirname(import.meta.url); read(__dirname)', 'import { dirname } from "path"; const __dirname = dirname(__bundleUrlAt("../lib/a.js")); read(__dirname)'],
])('a module asks in a bundle for where it was: %s', (text, expected) => {
  expect(edited(text)).toBe(expected);
});

test('what starts is what starts, and nothing else is', () => {
  const text = 'if (require.main === module) start(); if (module !== require.main) hand();';
  expect(edited(text, { ...PLACE, isMain: 'true' })).toBe('if (true) start(); if (!true) hand();');
  expect(edited(text)).toBe('if (false) start(); if (!false) hand();');
});

test('a path that code puts together is one path', () => {
  expect(codeOf('join(__dirname, "jobs", "sum.js"); resolve("a", join("b", "c"))')!.paths).toEqual(expect.arrayContaining(['jobs/sum.js']));
  expect(codeOf('serve(__dirname)')!.handsOnPlace).toBe(true);
  expect(codeOf('serve(path.join(__dirname, "public"))')!.handsOnPlace).toBe(false);
});

test.each([['name = 1', true], ['var name; name = 1', false], ['exports.a = f; function f() {}', false], ['x = arguments.callee', true], ['export const a = 1', false]])('strict mode may refuse %s: %j', (text, sloppy) => {
  expect(codeOf(text)!.sloppy).toBe(sloppy);
});

test('a function that loads by a name is seen to be handed one', () => {
  const calls = ['loadPackage'];
  expect(namesHandedTo(calls, '(0, x.loadPackage)("class-validator", "ValidationPipe", () => require("class-validator"))')).toEqual([]);
  expect(namesHandedTo(calls, 'loadPackage("grpc", "Server")')).toEqual(['grpc']);
  expect(namesHandedTo(calls, 'loadPackage(name, "Server")')).toEqual([undefined]);
  expect(namesHandedTo(calls, 'function loadPackage(packageName, context, loaderFn) {}')).toEqual([]);
});

function installed(files: string[], manifest: Record<string, unknown> = {}): InstalledPackage {
  return { name: 'a', directory: 'node_modules/a', manifest, files: new Map(files.map(file => [file, 1])), text: () => '' };
}

test('a package is for one platform where it has, finds or asks for a native module', () => {
  expect(packageDoubt(installed(['index.js', 'build/Release/a.node']))).toBe('it is a native module: build/Release/a.node');
  expect(packageDoubt(installed(['index.js'], { dependencies: { bindings: '1' } }))).toBe('it finds a native module by bindings');
  expect(packageDoubt(installed(['index.js'], { optionalDependencies: { '@a/linux-x64': '1' } }))).toContain('optional dependencies');
  expect(packageDoubt(installed(['index.js'], { dependencies: { b: '1' } }))).toBeUndefined();
  expect(assetsOf(installed(['index.js', 'README.md', 'LICENSE', 'a.css', 'data/b.bin', 'package.json']))).toEqual(['a.css', 'data/b.bin']);
});
