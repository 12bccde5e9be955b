import { directoryOf } from '../../project/files/relative-path';
import { inTree, isCode, isCompiledLanguage, isTypeScript, withoutEnding } from './paths';
import { Tree } from './tree';

/** Output of which more text than this is no evidence. */
const MOST_TEXT = 30_000_000;
/** Words of a source that have to be found before its output is believed to hold it. */
const FEWEST_WORDS = 4;

/** Files that a build took into its output: sources that it compiled, and files that it copied or bundled. */
export interface Taken {
  readonly compiled: ReadonlySet<string>;
  /** Those of them in TypeScript of which nothing shows it: nothing of their directory is in what the build wrote. */
  readonly unshown: ReadonlySet<string>;
  readonly copied: ReadonlySet<string>;
}

/**
 * Tells which sources are in what the build wrote.
 *
 * What only a compiler reads is compiled. A JavaScript source is if a source map names it, or if all that it says is in
 * the output: in its counterpart, where the same module lies below another directory, or else anywhere.
 *
 * @param paths the files to tell of
 * @param javascript whether what starts is followed so well that it cannot load one of them unseen
 */
export function takenByBuild(tree: Tree, paths: readonly string[], javascript: boolean): Taken {
  const sources = paths.filter(path => tree.entries.get(path)?.kind === 'file' && !tree.entries.get(path)!.written);
  const written = [...tree.entries.values()].filter(entry => entry.kind === 'file' && entry.written && !entry.path.includes('node_modules/'));
  const code = written.filter(({ path }) => isCode(path)).map(({ path }) => path);
  const inMaps = namedByMaps(tree, written.filter(({ path }) => path.endsWith('.map')).map(({ path }) => path));
  const counterparts = counterpartsOf(sources.filter(path => isCode(path) || isCompiledLanguage(path)), code);
  const large = code.reduce((sum, path) => sum + tree.entries.get(path)!.size, 0) > MOST_TEXT;
  let output: string | undefined;
  const all = () => output ??= large ? '' : code.map(path => tree.text(path)).join('\n');
  const isHeld = (path: string) => {
    const words = wordsOf(tree.text(path));
    const counterpart = counterparts.get(path);
    return inMaps.has(path)
      || (counterpart !== undefined && words.every(word => tree.text(counterpart).includes(word)))
      || (words.length >= FEWEST_WORDS && words.every(word => all().includes(word)));
  };
  // settings of no tool that is known may be read where the application runs, by what compiles them then
  const isShown = (path: string) => counterparts.has(path) || isHeld(path);
  const compiled = new Set(sources.filter(path => isCompiledSource(tree, path) && (!isSetting(tree, path) || isShown(path))));
  const tops = new Set([...compiled].filter(path => isTypeScript(path) && isShown(path)).map(path => path.split('/')[0]));
  const unshown = new Set([...compiled].filter(path => isTypeScript(path) && path.includes('/') && !tops.has(path.split('/')[0])));
  if (!javascript) return { compiled, unshown, copied: new Set() };
  for (const path of sources.filter(isCode)) if (isHeld(path)) compiled.add(path);
  const imported = importedBy(tree, [...compiled], sources);
  // What a bundler did not take in, its output loads, and then it is traced.
  imported.forEach(path => isCode(path) && compiled.add(path));
  const copies = copiedOnes(tree, sources, written.map(({ path }) => path));
  const copied = sources.filter(path => !compiled.has(path) && (copies.has(path) || (!isCode(path) && imported.has(path))));
  return { compiled, unshown, copied: new Set(copied) };
}

/** Settings in TypeScript, by their names. */
const SETTING = /(\.config|rc)\.[cm]?ts$/;
/** Other files with an ending of TypeScript: parts of videos, translations of Qt, maps of Tiled. */
const NO_TYPESCRIPT = /\0|^\uFEFF?\s*<(\?xml|!DOCTYPE|TS\b|tileset\b)/;

/** True if something has to compile a file, by its name and by what it begins with. */
export function isCompiledSource(tree: Tree, path: string): boolean {
  return isCompiledLanguage(path) && !(isTypeScript(path) && NO_TYPESCRIPT.test(tree.beginning(path)));
}

/** True for settings at the top of a package. */
function isSetting(tree: Tree, path: string): boolean {
  const directory = directoryOf(path);
  return SETTING.test(path) && (directory === '' || tree.entries.has(`${directory}/package.json`));
}

/** The sources that source maps name. */
function namedByMaps(tree: Tree, maps: readonly string[]): Set<string> {
  const named = new Set<string>();
  for (const map of maps) {
    try {
      const { sources = [], sourceRoot = '' } = JSON.parse(tree.text(map));
      for (const source of sources as string[]) {
        const packed = /^webpack:\/\/[^/]*\/(.*)$/.exec(source);
        const path = packed ? inTree('', packed[1].replace(/\?.*$/, '')) : inTree(map.slice(0, map.lastIndexOf('/') + 1), `${sourceRoot}${sourceRoot && !sourceRoot.endsWith('/') ? '/' : ''}${source}`);
        if (path !== undefined) named.add(path);
      }
    } catch {
      // no source map, whatever it is called
    }
  }
  return named;
}

/** The module of the output that each source was compiled to: the one with the same place below another directory. */
function counterpartsOf(sources: readonly string[], output: readonly string[]): Map<string, string> {
  const byName = new Map<string, string[]>();
  for (const path of output) {
    const name = withoutEnding(path).replace(/^.*\//, '');
    byName.set(name, [...byName.get(name) ?? [], path]);
  }
  const pairs = new Map<string, [string, string][]>();
  for (const source of sources) {
    const stem = withoutEnding(source).split('/');
    for (const candidate of byName.get(stem[stem.length - 1]) ?? []) {
      const other = withoutEnding(candidate).split('/');
      let common = 0;
      while (common < stem.length && common < other.length && stem[stem.length - 1 - common] === other[other.length - 1 - common]) common++;
      const pair = `${stem.slice(0, stem.length - common).join('/')}\0${other.slice(0, other.length - common).join('/')}`;
      pairs.set(pair, [...pairs.get(pair) ?? [], [source, candidate]]);
    }
  }
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const [, matches] of [...pairs].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))) {
    for (const [source, candidate] of matches) {
      if (found.has(source) || taken.has(candidate)) continue;
      found.set(source, candidate);
      taken.add(candidate);
    }
  }
  return found;
}

const TOKENS = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\.?[A-Za-z_$][\w$]*/g;
/** Texts that compilers write in another way, or leave away. */
const CHANGED = new Set(['use strict', 'exports', 'default', 'prototype', 'length', 'env', 'NODE_ENV', 'production', 'development', 'url', 'dirname', 'filename', 'main']);

/** Words that a compiler keeps of a source: its texts and the names of properties. If a token is misread, a word is not found. */
function wordsOf(text: string): string[] {
  const words = new Set<string>();
  let before = '';
  for (const [token] of text.matchAll(TOKENS)) {
    if (token.startsWith('//') || token.startsWith('/*')) continue;
    if (/^['"`]/.test(token)) {
      const specifier = ['from', 'import', 'require', '.resolve'].includes(before);
      if (!specifier) token.slice(1, -1).split(/\$\{[^}]*\}|[\\\n]./).map(part => part.trim()).filter(part => part.length >= 2).forEach(part => words.add(part));
    } else if (token.startsWith('.') && token.length > 3) {
      words.add(token.slice(1));
    }
    before = token;
  }
  return [...words].filter(word => !CHANGED.has(word) && /^[\x20-\x7e]*$/.test(word));
}

const ENDINGS = ['', '.js', '.mjs', '.cjs', '/index.js', '/index.mjs', '/index.cjs'];
const IMPORTS = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\(|@import|@use|\burl\(|\bsrc=|\bhref=)\s*['"]?([^'"()\s;]+)/g;

/** The files that compiled sources import, which a bundler takes in. */
function importedBy(tree: Tree, compiled: readonly string[], sources: readonly string[]): Set<string> {
  const known = new Set(sources);
  const imported = new Set<string>();
  const queue = [...compiled];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const directory = directoryOf(path);
    for (const [, text] of tree.text(path).matchAll(IMPORTS)) {
      const specifier = text.replace(/[?#].*$/, '');
      const alias = specifier.replace(/^[@~#]\/?/, '');
      const found = alias !== specifier
        ? sources.filter(source => source.endsWith(`/${alias}`))
        : specifier.startsWith('.') || !isCode(path) ? [inTree(directory, specifier)].flatMap(target => ENDINGS.map(ending => `${target}${ending}`).find(file => known.has(file)) ?? []) : [];
      if (found.length !== 1 || imported.has(found[0])) continue;
      imported.add(found[0]);
      if (/\.(css|html?|svg)$/.test(found[0]) || isCode(found[0])) queue.push(found[0]);
    }
  }
  return imported;
}

/** The files of which the output has a copy at the same place below another directory. */
export function copiedOnes(tree: Tree, sources: readonly string[], output: readonly string[]): Set<string> {
  const byName = new Map<string, string[]>();
  for (const path of output) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    byName.set(name, [...byName.get(name) ?? [], path]);
  }
  return new Set(sources.filter(source => source.includes('/') && (byName.get(source.slice(source.lastIndexOf('/') + 1)) ?? []).some(copy => {
    const place = source.slice(source.indexOf('/'));
    return copy.endsWith(place) && tree.entries.get(copy)!.size === tree.entries.get(source)!.size && tree.text(copy) === tree.text(source);
  })));
}
