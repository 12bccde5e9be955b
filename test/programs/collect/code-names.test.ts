import { namesOf } from '../../../lib/programs/collect/modules/code-names';

const loads = (code: string) => namesOf(code)!.loads.map(({ text, whole }) => whole ? text : `${text}*`).sort();

describe('what code loads', () => {
  test.each([
    ['import "a"', ['a']],
    ['import x from "a/b.js"; export { y } from "c"; export * from "@d/e";', ['@d/e', 'a/b.js', 'c']],
    ['const x = await import("a")', ['a']],
    ['const a = require("a"); require.resolve("b/package.json"); module.require("c")', ['a', 'b/package.json', 'c']],
    ['import { createRequire as made } from "node:module"; const r = made(import.meta.url); r("a")', ['a', 'node:module']],
    ['import module from "module"; module.createRequire(import.meta.url)("a")', ['a', 'module']],
    ['import.meta.resolve("a")', ['a']],
    ['new Worker(new URL("./worker.js", import.meta.url))', ['./worker.js']],
    // what is called so in a module is nothing of Node.js
    ['export const x = 1; require(anything)', []],
    ['const __require = (x => typeof require !== "undefined" ? require : x)(function(x) { return require.apply(this, arguments) }); export const y = __require("a")', []],
    ['/** @type {import("a").B} */ export const text = `require("b")`', []],
  ])('%s', (code, expected) => {
    expect(loads(code)).toEqual(expected);
    expect(namesOf(code)!.unknown).toBeUndefined();
  });
});

describe('a name that is computed is narrowed', () => {
  test.each([
    ['by what is assigned to it', 'const name = "node:crypto"; import(name)', ['node:crypto']],
    ['by what a function is called with', 'const load = name => import(name); load("a"); load("b"); ', ['a', 'b']],
    ['by either of two', 'import(x ? "a" : "b")', ['a', 'b']],
    ['by all that is assigned to it', 'let n = "a"; n = "b"; import(n)', ['a', 'b']],
    ['by the elements of a list', 'for (const n of ["a", "b"]) import(n)', ['a', 'b']],
    ['by its beginning', 'import(`date-fns/locale/${x}.js`); import("./pages/" + x)', ['./pages/*', 'date-fns/locale/*']],
    ['by its parts', 'const s = "@a"; import(`${s}/b`)', ['@a/b']],
  ])('%s', (_, code, expected) => {
    expect(loads(code)).toEqual(expected);
    expect(namesOf(code)!.unknown).toBeUndefined();
  });
});

describe('it cannot be known what code loads', () => {
  test.each([
    ['a name from elsewhere', 'import(process.env.PLUGIN)', 'import(process.env.PLUGIN)'],
    ['a name that is required', 'require(name)', 'require(name)'],
    ['a name that a function is given by others', 'export function load(name) { return import(name) }', 'import(name)'],
    ['a function that is handed on', 'const load = name => import(name); each(load); load("a")', 'import(name)'],
    ['one of two', 'import(x ? "a" : b)', 'import(x ? "a" : b)'],
    ['something that is changed', 'let n = "a"; n += x; import(n)', 'import(n)'],
    ['a pattern', 'const { n } = settings; import(n)', 'import(n)'],
    ['require handed on', 'use(require)', 'use(require)'],
    ['require under another name', 'const r = require; r(x)', 'r = require'],
    ['what Node.js has in it', 'module.constructor._load(name)', 'module.constructor._load(name)'],
    ['code in a text', 'new Function("n", "return import(n)")', 'new Function("n", "return import(n)")'],
    ['a worker', 'new Worker(file)', 'new Worker(file)'],
    ['a path into the modules', 'readFile(join("node_modules", name))', 'join("node_modules", name)'],
  ])('%s', (_, code, unknown) => {
    expect(namesOf(code)!.unknown).toBe(unknown);
  });

  test('what is no code', () => {
    expect(namesOf('const = 1')).toBeUndefined();
  });

  test('but a name of a directory that is only looked for is no path', () => {
    expect(namesOf('frames.filter(each => !each.includes("/node_modules/") && each !== "node_modules")')!.unknown).toBeUndefined();
  });
});
