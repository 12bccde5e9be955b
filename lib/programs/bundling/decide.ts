import { posix } from 'path';
import { directoryOf } from '../../project/files/relative-path';
import { packageOf, packagesNamedIn } from '../collect/modules/package-names';
import { Tree } from '../collect/tree';
import { InstalledPackage } from '../shared/installed';
import { InstalledTree } from '../shared/installed-tree';
import { bundle, Bundle, Bundler, BundleSettings, declaredKind, Failure, isModuleFile } from './bundle';
import { DoubtKind, FileCode } from './file-code';
import { isKnownToAsk, KnownLoader, knownLoader, namesHandedTo } from './known-loaders';
import { Outside, packageDirectory, ReadCode } from './outside';
import { OwnFiles } from './own-files';
import { asksForCaller, assetsOf, packageDoubt, watchesModules } from './package-doubts';

/** Facts of an application before it is bundled. */
export interface Facts {
  readonly bundler: Bundler;
  readonly settings: BundleSettings;
  readonly tree: Tree;
  readonly installed: InstalledTree;
  readonly own: OwnFiles;
  readonly read: ReadCode;
  /** Files that are started. */
  readonly entries: readonly string[];
  /** Packages that the project declares, and where. */
  readonly declared: ReadonlyMap<string, string>;
  /** Packages that stay outside from the beginning, with the reason. */
  readonly named: ReadonlyMap<string, string>;
  /** Packages that settings mention, each with the file. */
  readonly mentioned: ReadonlyMap<string, string>;
  /** Files that are loaded before what starts, or that scripts start, with the reason. */
  readonly beside: ReadonlyMap<string, string>;
  /** Why nothing can be bundled. */
  readonly refused?: string;
}

/** Bundles of an application, and all that is outside of them. */
export interface Decision {
  readonly bundles: readonly Bundle[];
  readonly outside: Outside;
  /** Packages in bundles, by their directories. */
  readonly bundled: readonly string[];
  /** Those of them of which files are read beside their code. */
  readonly read: ReadonlySet<string>;
  /** Files of the application in bundles. */
  readonly files: readonly string[];
  /** Why nothing is bundled. */
  readonly refused?: string;
}

/** Warnings of the bundler by which code does something else in a bundle. */
const TELLING = /^(direct-eval|indirect-require|unsupported-dynamic-import|unsupported-require-call|require-resolve-not-external|empty-import-meta|call-import-namespace|assign-to-import|commonjs-variable-in-esm|import-is-undefined)$/;
/** Doubts about code that names files or modules, which are found where they were. */
const NAMES_FILES: ReadonlySet<DoubtKind> = new Set<DoubtKind>(['start', 'location']);
const MOST_ROUNDS = 60;
const LONGEST_NAME = 300;

/** Bundles, sees what is in doubt, and bundles without it, until nothing is. */
export async function decide(facts: Facts): Promise<Decision> {
  const { installed, own, named, beside, entries } = facts;
  const outside = new Outside(installed, own, new Set(facts.declared.keys()), facts.read);
  const watcher = [...installed.names].find(watchesModules);
  if (facts.refused !== undefined) return refusal(outside, facts.refused);
  if (watcher !== undefined) return refusal(outside, `${watcher} watches which modules are loaded, and what is in a bundle is not loaded`);
  for (const [name, reason] of named) installed.named(name).forEach(directory => outside.keepAt(directory, reason));
  for (const [file, reason] of beside) outside.keepFile(file, reason);
  const examined = new Set<string>();
  let groups = bundledTogether(facts);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    outside.follow();
    if (outside.everything !== undefined) return refusal(outside, outside.everything);
    const lost = entries.find(entry => outside.files.has(entry));
    if (lost !== undefined) return refusal(outside, `${lost} stays as it is: ${outside.files.get(lost)}`);
    const results: Bundle[] = [];
    let changed = false;
    for (const group of groups) {
      const result = await bundle(facts.bundler, facts.settings, group, { outside, installed, read: facts.read });
      if ('errors' in result) {
        keepFailed(result, group[0], outside);
        changed = true;
      } else {
        results.push(result);
      }
    }
    for (const result of results) {
      for (const file of result.inputs) if (!examined.has(file)) examine(file, result, facts, outside);
      result.inputs.forEach(file => examined.add(file));
    }
    if (!changed) keepUnreached(results, facts, outside);
    changed = outside.follow() || changed;
    const late = changed ? undefined : results.find(({ outOfOrder }) => outOfOrder !== undefined);
    if (late !== undefined) {
      if (late.entries.length === 1) return refusal(outside, late.outOfOrder!);
      groups = groups.flatMap(group => group === late.entries ? group.map(entry => [entry]) : [group]);
      changed = true;
    }
    if (!changed) {
      const inputs = [...new Set(results.flatMap(result => result.inputs))];
      const bundled = [...new Set(inputs.flatMap(path => packageDirectory(path) ?? []))];
      const readers = new Set(inputs.filter(path => facts.read(path)?.asksPlace).flatMap(path => packageDirectory(path) ?? []));
      return { bundles: results, outside, bundled, read: readers, files: inputs.filter(path => packageDirectory(path) === undefined) };
    }
  }
  return refusal(outside, `it was not decided in ${MOST_ROUNDS} rounds`);
}

/**
 * Files that are started, by what lies in one bundle: scripts, and modules of which nothing asks what they export. What they
 * have in common is there once.
 */
function bundledTogether({ entries, settings: { root }, read }: Facts): string[][] {
  const isModule = (entry: string) => isModuleFile(root, entry, read(entry));
  const alone = entries.filter(entry => isModule(entry) && read(entry)?.exports !== false);
  const [scripts, modules] = [false, true].map(kind => entries.filter(entry => !alone.includes(entry) && isModule(entry) === kind));
  return [scripts, modules, ...alone.map(entry => [entry])].filter(group => group.length > 0);
}

function refusal(outside: Outside, refused: string): Decision {
  return { bundles: [], outside, bundled: [], read: new Set(), files: [], refused };
}

/** Keeps outside what the bundler fails at. */
function keepFailed({ errors }: Failure, entry: string, outside: Outside): void {
  for (const { file, text } of errors) {
    const path = file ?? entry;
    const directory = packageDirectory(path);
    const reason = `esbuild cannot bundle it: ${text}`;
    if (directory === undefined) outside.keepFile(path, reason);
    else outside.keepAt(directory, reason);
  }
}

/** Looks into a file that is in a bundle. */
function examine(file: string, { isModule, loaded, warnings }: Bundle, facts: Facts, outside: Outside): void {
  const directory = packageDirectory(file);
  const keep = (reason: string) => directory === undefined ? outside.keepFile(file, reason) : outside.keepAt(directory, reason);
  if (/\.json$/.test(file)) return;
  const code = facts.read(file);
  if (code === undefined) {
    keep('it cannot be read as code');
    return;
  }
  const warned = warnings.find(({ id, location }) => location?.file === file && TELLING.test(id));
  if (warned !== undefined) keep(`esbuild says: ${warned.text}`);
  const moduleInScript = !isModule && code.isModule && !/\.json$/.test(file);
  if (moduleInScript) keep('it is an ECMAScript module, and a script loads it');
  const scriptDefaults = isModule && code.isModule && code.takesDefaults && declaredKind(facts.settings.root, file) === undefined;
  if (scriptDefaults) keep('its package.json has no "type": what it takes from scripts would be another value');
  if (isModule && code.sloppy) keep('it is a script that may do something else in strict mode');
  const caller = code.loads.map(packageOf).find(name => name !== undefined && asksForCaller(name));
  if (caller !== undefined) keep(`${caller} asks it where it lies`);
  if (directory === undefined) examineOwn(file, code, facts, loaded.has(file), outside);
  else examinePackage(file, directory, code, facts, outside);
}

function examineOwn(file: string, code: FileCode, facts: Facts, isLoaded: boolean, outside: Outside): void {
  const { own, entries, installed } = facts;
  const isNeverLoaded = entries.includes(file) && !isLoaded;
  for (const { kind, reason, loadsAnything } of code.doubts) {
    if (loadsAnything) outside.keepAll(`${file}: ${reason}`);
    // its files and modules are found where they were: what it names stays outside, and it need not
    else if (NAMES_FILES.has(kind) || (kind === 'parent' && isNeverLoaded)) continue;
    else outside.keepFile(file, reason);
  }
  for (const beginning of code.beginnings) outside.keepBeginning(file, beginning);
  for (const name of code.unseen) outside.keepLoaded(file, name, `${file} asks for it by its name`);
  own.namedBy(file, code).forEach(path => outside.keepFile(path, `${file} names it`));
  // a package that loads all of a directory may be given it
  const loaded = new Set(code.loads.map(packageOf));
  const loader = code.handsOnPlace ? [...outside.loaders.keys()].find(directory => loaded.has(installed.packages.get(directory)?.name)) : undefined;
  if (loader !== undefined) outside.keepAll(`${file} hands its directory to what may load all of it: ${outside.loaders.get(loader)}`);
}

function examinePackage(file: string, directory: string, code: FileCode, facts: Facts, outside: Outside): void {
  const { installed } = facts;
  const own = installed.packages.get(directory);
  if (own === undefined) {
    outside.keepAll(`${file} lies in no package that is installed`);
    return;
  }
  const doubt = packageDoubt(own);
  if (doubt !== undefined) outside.keepAt(directory, doubt);
  const path = posix.relative(directory, file);
  for (const each of code.doubts) {
    const known = knownLoader(own, path, each);
    if (known === undefined) {
      outside.keepAt(directory, `${path}: ${each.reason}`);
      continue;
    }
    if (known.mayLoad !== undefined) {
      const { mayLoad } = known;
      for (const [at, other] of installed.packages) if (at !== directory && mayLoad(other)) outside.keepAt(at, `${own.name} may load it by a name that it computes`);
    }
    const isElsewhere = (name: string) => facts.entries.some(entry => installed.find(name, posix.dirname(entry)) !== installed.find(name, directory));
    const elsewhere = known.asks?.find(isElsewhere);
    if (elsewhere !== undefined) outside.keepAt(directory, `${path}: ${each.reason}`);
    known.asks?.forEach(name => outside.keep(name, directory, `${own.name} asks for it by its name`));
    if (known.calls !== undefined) {
      for (const [at, other] of installed.packages) keepHanded(known.calls, at, other, outside);
    }
  }
  if (code.beginnings.length > 0) outside.keepAt(directory, `${path}: it loads one of ${code.beginnings[0]}*`);
  if (unasked(code, knownOf(own, path, code)).length > 0) outside.keepAt(directory, `${path}: it loads by a function of its own: ${code.unseen[0]}`);
  if (!code.asksPlace) return;
  const assets = assetsOf(own);
  const readsManifest = code.texts.some(text => /package\.json$/.test(text));
  if (assets.length === 0 && !readsManifest) outside.keepAt(directory, `${path}: it asks where it lies, and has nothing but code there`);
  if (code.loads.some(name => /^(node:)?(child_process|worker_threads|cluster|vm)$/.test(name))) outside.keepAt(directory, `${path}: it asks where it lies, and starts something`);
}

function knownOf(own: InstalledPackage, path: string, { doubts }: FileCode): KnownLoader[] {
  return doubts.flatMap(each => knownLoader(own, path, each) ?? []);
}

/** Names that a file loads without a bundler seeing it, but those that are known. */
function unasked({ unseen }: FileCode, known: readonly KnownLoader[]): string[] {
  return unseen.filter(name => !known.some(({ asks }) => asks?.includes(name)));
}

/** Keeps packages that one has another load by their names. */
function keepHanded(calls: readonly string[], at: string, { name, files, text }: InstalledPackage, outside: Outside): void {
  for (const path of files.keys()) {
    if (!/\.[cm]?js$/.test(path) || isKnownToAsk(name, path)) continue;
    const own = text(path);
    if (!calls.some(call => own.includes(call))) continue;
    for (const handed of namesHandedTo(calls, own)) {
      const found = handed === undefined ? undefined : packageOf(handed);
      if (found === undefined) outside.keepAt(at, `${name}/${path} has ${calls[0]}() load what it computes`);
      else outside.keep(found, posix.dirname(posix.join(at, path)), `${name}/${path} has ${calls[0]}() load it`);
    }
  }
}

function isNamedIn(own: InstalledPackage, file: string): boolean {
  return [...own.files.keys()].some(path => /\.[cm]?js$/.test(path) && namesFile(own.text(path), file));
}

/** True if a text has the name of a file in it: with its ending, or without it between quotes. */
function namesFile(text: string, file: string): boolean {
  const name = posix.basename(file);
  const stem = name.replace(/(?<=.)\..*$/, '');
  return text.includes(name) || ['\'', '"', '`'].some(quote => text.includes(`${quote}${stem}${quote}`));
}

/** Keeps code of the application to which nothing leads that starts, and packages that nothing was seen to load while something may load any. */
function keepUnreached(results: readonly Bundle[], { own, declared, installed, mentioned, read }: Facts, outside: Outside): void {
  const reached = new Set(results.flatMap(({ inputs }) => inputs));
  for (const file of own.code) if (!reached.has(file) && !outside.files.has(file)) outside.keepFile(file, 'nothing that starts was seen to load it');
  const [loader] = outside.loaders.values();
  if (loader === undefined) return;
  // what is named may be what it is told to load
  const isRead = (path: string) => own.code.some(file => namesFile(own.text(file), path))
    || [...outside.loaders.keys()].some(directory => isNamedIn(installed.packages.get(directory)!, path));
  for (const [name, path] of mentioned) {
    if (isRead(path)) installed.named(name).forEach(directory => outside.keepAt(directory, `${path} names it, and something may load anything: ${loader}`));
  }
  for (const file of own.code) {
    for (const name of (read(file)?.texts ?? []).filter(text => text.length < LONGEST_NAME).flatMap(packagesNamedIn)) {
      if (installed.names.has(name)) outside.keep(name, directoryOf(file), `${file} names it without loading it, and something may load anything: ${loader}`);
    }
  }
  const used = new Set([...reached].flatMap(file => packageDirectory(file) ?? []));
  for (const [name, from] of declared) {
    const at = installed.find(name, from);
    if (at !== undefined && installed.packages.has(at) && !used.has(at)) outside.keepAt(at, `nothing was seen to load it, and something may load anything: ${loader}`);
  }
}
