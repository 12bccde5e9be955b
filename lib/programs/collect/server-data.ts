import { copiedOnes } from './compiled';
import { Given } from './given';
import { Names } from './names';
import { isCode, isCompiledLanguage, isWithin } from './paths';
import { LARGEST_ROOT } from './programs';
import { Reason } from './reasons';
import { Tree } from './tree';

/** Parts of the output of a framework that browsers load. */
const OF_BROWSERS = /(^|\/)(static|client|public|assets|_app|_astro|_next|node_modules)\//;
/** A server in one file is as large as all that it was made of. */
const LARGEST = 32 * LARGEST_ROOT;
/** More is no server. */
const MOST_FILES = 5000;

/**
 * Data that the server of a framework names and that is not in its output, with what names it. A server has its code in its
 * output, and reads files where they were: texts, settings, words in languages.
 *
 * @param reasons why a file may be left out
 */
export function serverData(tree: Tree, given: Given, reasons: ReadonlyMap<string, Reason>): Map<string, string> {
  const [{ directory }] = given.units;
  const isOutput = (path: string) => given.whole.some(whole => isWithin(whole.path, path));
  const files = [...tree.entries.values()].filter(({ kind }) => kind === 'file');
  const server = files.filter(({ path, size, written }) => written && isOutput(path) && isCode(path) && size <= LARGEST && !OF_BROWSERS.test(path));
  const names = new Names(directory);
  server.slice(0, MOST_FILES).forEach(({ path }) => names.read(path, tree.text(path), true));
  const isSourceCode = (path: string) => isCode(path) || isCompiledLanguage(path);
  const sources = files.filter(({ path, written }) => !written && isWithin(directory, path));
  const own = sources.filter(({ path }) => !isOutput(path) && !isSourceCode(path));
  const copied = copiedOnes(tree, own.map(({ path }) => path), files.filter(({ written }) => written).map(({ path }) => path));
  const topOf = (path: string) => path.slice(directory === '' ? 0 : directory.length + 1).split('/')[0];
  const withCode = new Set(sources.filter(({ path }) => isSourceCode(path)).map(({ path }) => topOf(path)));
  return new Map(own.flatMap(({ path }) => {
    const reason = reasons.get(path);
    if (copied.has(path) || given.without.some(without => isWithin(without, path)) || (reason !== undefined && reason !== 'documentation')) return [];
    // a framework knows the directories of sources, and so do all parts of a server
    const isSource = withCode.has(topOf(path));
    // a file at the top is one with its ending: any word may be the rest of it
    const isTop = topOf(path) === path.slice(directory === '' ? 0 : directory.length + 1);
    const named = isTop ? names.ofName(path) : isSource ? names.of(path, true) : names.of(path) ?? names.ofName(path);
    return named === undefined || (isSource && named.strength !== 'file') ? [] : [[path, `${named.by} names it`] as const];
  }));
}
