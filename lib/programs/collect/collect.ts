import { Collection } from './collection';
import { takenByBuild, Taken } from './compiled';
import { bareName, evidenceFor, Run } from './evidence';
import { Given } from './given';
import { collectGiven, INCLUDED, isIncluded, joined, servedFiles } from './given-files';
import { LoadedByCode } from './loaded-by-code';
import { Names } from './names';
import { isCode, isCompiledLanguage, isData, isWithin } from './paths';
import { isProgram, LARGEST_ROOT } from './programs';
import { Reason, reasonsOf } from './reasons';
import { loaders, manifestOf, Started, startedBy } from './started';
import { Trace, TraceFiles } from './trace';
import { Tree } from './tree';

const LARGEST_TEXT = 8 * 1024 * 1024;
const HAS_NAMES = /\.([cm]?[jt]sx?|json5?|ya?ml|toml|ini|conf|sh|vue|svelte)$|(^|\/)\.?[^.]+$/;
const isTsconfig = (path: string) => /(^|\/)tsconfig[^/]*\.json$/.test(path);
const DYNAMIC = /\b(?:require|import)\s*\(\s*(?!['"`][^'"`$]*['"`]\s*[,)])|readdir|\bglob(by|Sync)?\b|require-?(all|dir)|importAll|consign|autoload/i;

/**
 * Decides what of a tree is in the release.
 *
 * @param trace what code loads and opens
 * @param bins the programs of installed dependencies, and the packages they belong to
 */
export async function collect(tree: Tree, given: Given, bins: ReadonlyMap<string, string>, trace: TraceFiles): Promise<Collection> {
  const [{ directory }] = given.units;
  const started = startedBy(given.start, directory, tree, bins);
  const only = given.only ?? servedFiles(started, directory);
  if (only) {
    const others = given.units.slice(1);
    const own = await collectGiven(tree, given, only, started, trace);
    if (others.length === 0) return own;
    return joined(own, await collect(tree, { ...given, units: others, only: undefined, complete: false, whole: [], start: [] }, bins, trace), others);
  }

  const notes: string[] = [];
  const roots = [...started.files, ...given.units.flatMap(({ loaded }) => loaded.filter(path => tree.entries.has(path)))];
  const { closure, found: first } = await closureOf(tree, directory, roots, trace);
  const loads = new LoadedByCode(tree, closure, new Set([...given.units.map(unit => unit.directory), ...given.linked, ...given.built]));
  const ran = loads.runsScripts(Object.keys(manifestOf(tree, directory).scripts ?? {}));
  const known = new Set(given.start);
  if (ran.some(name => !known.has(ranBy(name)))) {
    // what a script starts is started, only later
    return collect(tree, { ...given, start: [...given.start, ...ran.map(ranBy).filter(line => !known.has(line))] }, bins, trace);
  }
  const taken = takenOf(tree, given, started, first, closure, loads, notes);
  const reasons = reasonsOf(tree, given, taken);

  const left = new Map<string, Reason>(reasons);
  const names = new Names(directory);
  const traced = new Map<string, Set<string>>();
  const evidence = new Map([...left.keys()].filter(path => isIncluded(path, given)).map(path => [path, INCLUDED]));
  for (const path of evidence.keys()) left.delete(path);
  const written = [...tree.entries.values()].filter(entry => entry.written).map(({ path }) => path);
  const outputNames = new Set(written.filter(isCode).map(bareName));
  const run: Run = { tree, started, traced, names, directory, loads, unshown: taken.unshown, outputNames };
  const compiles = [...closure].some(path => tree.entries.get(path)?.written && isCode(path));
  const tools = toolsOf(tree, given, closure, bins);
  const isRoot = (path: string) => closure.has(path)
    || (!tools.has(path) && (!compiles || evidence.has(path) || isData(path) || tree.entries.get(path)!.written));
  // Data that no code opens is not followed, nor are settings that are there because something names them.
  const isReader = (path: string) => {
    if (closure.has(path) || traced.has(path) || isTsconfig(path)) return true;
    const reason = reasons.get(path);
    if (reason === 'documentation' || reason === 'memory') return false;
    if (reason === 'settings') return evidence.get(path)!.includes(' program ');
    return !isData(path) || names.of(path, true)?.strength === 'file' || names.ofName(path) !== undefined || loads.readsSettings(path);
  };
  const read = new Set<string>();
  let found = first;
  for (;;) {
    for (const [path, by] of found.files) traced.set(path, new Set([...traced.get(path) ?? [], ...by]));
    const fresh = [...tree.entries.keys()].filter(path => !left.has(path) && !read.has(path) && isRoot(path));
    fresh.forEach(path => read.add(path));
    // what code names says which data is read, so code comes first
    for (const path of [...fresh.filter(each => !isData(each)), ...fresh.filter(each => isData(each))]) {
      if (namesThings(path, tree, closure) && isReader(path)) names.read(path, tree.text(path), tree.entries.get(path)!.written);
    }
    found = await trace(fresh.filter(path => isProgram(path, tree) && !closure.has(path) && tree.entries.get(path)!.size <= LARGEST_ROOT));
    for (const [path, by] of found.files) traced.set(path, new Set([...traced.get(path) ?? [], ...by]));
    const before = left.size;
    for (const [path, reason] of left) {
      const why = evidenceFor(path, reason, run);
      if (why === undefined) continue;
      left.delete(path);
      evidence.set(path, why);
    }
    if (left.size === before) break;
  }
  keepTargets(tree, left);
  return { kept: [...tree.entries.keys()].filter(path => !left.has(path)), left, evidence, followed: closure, notes };
}

/** Line that runs a script. */
function ranBy(script: string): string {
  return `npm run ${script}`;
}

/** Files that the start leads to: what its code loads, and the code that this names by whole paths, as for a worker or a process manager. */
async function closureOf(
  tree: Tree, directory: string, roots: readonly string[], trace: TraceFiles,
): Promise<{ closure: Set<string>; found: Trace }> {
  const closure = new Set(roots);
  const names = new Names(directory);
  const files = new Map<string, ReadonlySet<string>>();
  const unread: string[] = [];
  for (let fresh = [...closure]; fresh.length > 0;) {
    const found = await trace(fresh.filter(path => isProgram(path, tree)));
    for (const [path, by] of found.files) files.set(path, new Set([...files.get(path) ?? [], ...by]));
    unread.push(...found.unread);
    const loaded = [...new Set([...fresh, ...found.modules])].filter(path => tree.entries.has(path) && (fresh.includes(path) || !closure.has(path)));
    loaded.forEach(path => closure.add(path));
    for (const path of loaded) {
      if (namesThings(path, tree, closure)) names.read(path, tree.text(path), tree.entries.get(path)!.written);
    }
    fresh = [...tree.entries.keys()].filter(path => !closure.has(path) && isCode(path) && names.of(path, true)?.strength === 'file');
    fresh.forEach(path => closure.add(path));
  }
  return { closure, found: { files, modules: closure, unread } };
}

/** Files that the build took into its output, as far as nothing reads it beside that. */
function takenOf(
  tree: Tree, given: Given, started: Started, { unread }: Trace, closure: ReadonlySet<string>, loads: LoadedByCode, notes: string[],
): Taken {
  const { compiler, compiledAtStart } = loads;
  const paths = [...tree.entries.keys()];
  const isBuilt = (path: string) => given.built.some(directory => isWithin(directory, path));
  const isLinked = (path: string) => given.linked.some(directory => isWithin(directory, path));
  // What is only built has no dependencies in the image, so none of its code can run.
  const alone = takenByBuild(tree, paths.filter(isBuilt), true);
  const compiled = new Set([...alone.compiled, ...paths.filter(path => isBuilt(path) && isCode(path) && !tree.entries.get(path)!.written)]);
  const copied = new Set(alone.copied);
  const unshown = new Set<string>();
  const conventions = loaders(started);
  const lost = unread.filter(path => closure.has(path) && isCode(path));
  const why = started.compiles ? 'what starts compiles them'
    : compiler !== undefined ? `${compiler} loads a compiler`
      : conventions.length > 0 ? `${conventions.join(', ')} may load them`
        : lost.length > 0 ? `${lost[0]} cannot be read as code` : undefined;
  if (why !== undefined) {
    notes.push(`sources are in the release: ${why}`);
    return { compiled, unshown, copied };
  }
  for (const { directory } of given.units) {
    const own = [...closure].filter(path => isWithin(directory, path) && isCode(path) && tree.entries.has(path));
    if (!own.some(path => tree.entries.get(path)!.written)) continue;
    const followed = own.every(path => tree.entries.get(path)!.written || !DYNAMIC.test(tree.text(path)));
    const taken = takenByBuild(tree, paths.filter(path => isWithin(directory, path) && !isBuilt(path) && !isLinked(path)), followed);
    taken.compiled.forEach(path => compiledAtStart.some(ending => path.endsWith(ending)) || compiled.add(path));
    taken.unshown.forEach(path => unshown.add(path));
    taken.copied.forEach(path => copied.add(path));
  }
  return { compiled, unshown, copied };
}

/** Files that scripts run which are not those that start: they are tools of the one who develops. */
function toolsOf(tree: Tree, given: Given, closure: ReadonlySet<string>, bins: ReadonlyMap<string, string>): Set<string> {
  const tools = given.units.flatMap(({ directory }) => {
    const scripts = Object.values(manifestOf(tree, directory).scripts ?? {}).filter(script => typeof script === 'string');
    return startedBy(scripts as string[], directory, tree, bins).files;
  });
  return new Set(tools.filter(path => !closure.has(path)));
}

/** A link is nothing without what it leads to. */
function keepTargets(tree: Tree, left: Map<string, Reason>): void {
  for (const { path, target } of tree.entries.values()) {
    if (target === undefined || left.has(path)) continue;
    for (const other of [...left.keys()].filter(candidate => isWithin(target, candidate))) left.delete(other);
  }
}

function namesThings(path: string, tree: Tree, closure: ReadonlySet<string>): boolean {
  const entry = tree.entries.get(path)!;
  const manifest = /(^|\/)(package(-lock)?|composer)\.json$|\.map$|\.d\.[cm]?ts$/.test(path);
  return entry.kind === 'file' && !manifest && (HAS_NAMES.test(path) || isCompiledLanguage(path)) && entry.size <= (closure.has(path) ? LARGEST_TEXT : LARGEST_ROOT);
}
