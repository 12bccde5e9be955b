import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, utimesSync } from 'fs';
import { createRequire } from 'module';
import { join } from 'path';
import { globOf } from '../../project/text/glob';
import { binsOf } from '../collect/bins';
import { packageOf, packagesByPath, quotedPackages } from '../collect/modules/package-names';
import { isCode } from '../collect/paths';
import { isProgram } from '../collect/programs';
import { manifestOf, startedBy } from '../collect/started';
import { readTree, Tree } from '../collect/tree';
import { namedIn } from '../prune/named';
import { InstalledTree } from '../shared/installed-tree';
import { textOf } from '../shared/modules-list';
import { writeFile } from '../shared/write-file';
import { Bundler } from './bundle';
import { decide, Decision } from './decide';
import { codeOf, FileCode } from './file-code';
import { Given, parseArguments } from './given';
import { licencesOf } from './licences';
import { OwnFiles } from './own-files';
import { linesOf, reportOf } from './report';

// Bundles the application in the build of its image, and leaves outside what cannot be shown to work in a bundle.
//
// The working directory has the files of the release and the production dependencies as they will lie in the image.

const LARGEST_TEXT = 4 * 1024 * 1024;
const SETTINGS = /\.(json5?|ya?ml|toml|ini|conf)$|(^|\/)\.env[^/]*$/;
const TEXT = /\.([cm]?[jt]sx?|json5?|ya?ml|toml|ini|conf|vue|svelte|html?|ejs|pug|hbs|sh)$|(^|\/)[^.]+$/;

async function run(): Promise<void> {
  const given = parseArguments(process.argv.slice(2));
  const root = realpathSync(process.cwd());
  const tree = readTree(given.released, '/nothing');
  const installed = new InstalledTree([root]);
  const bundler: Bundler = createRequire(join(realpathSync(given.esbuild), 'none.js'))('esbuild');
  const decision = await decideFor(given, root, tree, installed, bundler);
  const report = reportOf(decision, installed, bundler.version);
  write(given, tree, installed, decision);
  writeFile(given.report, `${JSON.stringify(report, undefined, 1)}\n`);
  console.log(linesOf(report, decision.files.length).join('\n'));
}

async function decideFor(given: Given, root: string, tree: Tree, installed: InstalledTree, bundler: Bundler): Promise<Decision> {
  const { directory } = given;
  const own = new OwnFiles(tree, directory);
  const codes = new Map<string, FileCode | undefined>();
  const read = (path: string) => {
    if (!codes.has(path)) codes.set(path, statSync(join(root, path)).size > 2 * LARGEST_TEXT ? undefined : codeOf(readFileSync(join(root, path), 'utf8')));
    return codes.get(path);
  };
  const bins = binsOf(['', directory], tree);
  const started = startedBy(given.start, directory, tree, bins);
  const missing = given.entries.filter(entry => own.at(directory, entry) === undefined);
  if (missing.length > 0) throw new Error(`"entries" of bundling names ${missing.join(', ')}, which the release does not have; name files as they lie after the build`);
  const entries = [...new Set([
    ...started.files.filter(path => isProgram(path, tree) && !started.preloaded.includes(path)),
    ...given.entries.map(entry => own.at(directory, entry)!),
  ])];
  const beside = new Map<string, string>(started.preloaded.map(path => [path, 'it is loaded before what starts']));
  for (const path of scriptFiles(tree, directory, bins)) if (!entries.includes(path)) beside.set(path, 'a script of package.json starts it; "entries" of bundling makes it a bundle of its own');
  const none = { bundler, tree, installed, own, read, beside };
  const manifests = [...new Set(['', directory])];
  const declared = new Map(manifests.flatMap(at => {
    const { dependencies, optionalDependencies } = manifestOf(tree, at);
    return Object.keys({ ...dependencies, ...optionalDependencies }).map(name => [name, at] as const);
  }));
  return decide({
    ...none,
    settings: { root, node: given.node, minify: given.minify, sourceMaps: given.sourceMaps, conditions: conditionsOf(given.start) },
    entries,
    refused: started.compiles ? 'what starts compiles what it loads' : entries.length === 0 ? 'the start command leads to no code of the application' : undefined,
    declared,
    named: namedPackages(given, installed, started),
    mentioned: mentionedPackages(tree, installed),
  });
}

/** Packages that the start, the image or the user names. */
function namedPackages(given: Given, installed: InstalledTree, started: ReturnType<typeof startedBy>): Map<string, string> {
  const named = new Map<string, string>();
  const name = (each: string | undefined, reason: string) => {
    if (each !== undefined && installed.names.has(each) && !named.has(each)) named.set(each, reason);
  };
  [...started.programs, ...started.preloads].forEach(each => name(each, 'the start command names it'));
  given.external.forEach(each => name(each, '"external" of bundling names it'));
  const unknown = given.external.filter(each => !installed.names.has(each));
  if (unknown.length > 0) throw new Error(`"external" of bundling names ${unknown.join(', ')}, which is not among the production dependencies; take it out, or write the name as in package.json`);
  given.named.forEach(each => name(packageOf(each), 'a variable of the image names it'));
  const keeps = given.keep.length === 0 ? () => false : globOf(given.keep, { dot: true });
  for (const each of installed.names) if (keeps(`${each}/package.json`)) name(each, 'the prop "modulePruning" keeps it');
  return named;
}

/** Packages that settings name. */
function mentionedPackages(tree: Tree, { names }: InstalledTree): Map<string, string> {
  const found = new Map<string, string>();
  for (const { path, kind, size } of tree.entries.values()) {
    if (kind !== 'file' || !SETTINGS.test(path) || size > LARGEST_TEXT || /(^|\/)(package|package-lock|npm-shrinkwrap|tsconfig[^/]*|composer)\.json$/.test(path) || /(^|\/)node_modules\//.test(path)) continue;
    for (const each of [...quotedPackages(tree.text(path)), ...packagesByPath(tree.text(path))]) {
      if (names.has(each) && !found.has(each)) found.set(each, path);
    }
  }
  return found;
}

/** Files that scripts start: who has a shell in the container may run them. */
function scriptFiles(tree: Tree, directory: string, bins: ReadonlyMap<string, string>): string[] {
  const scripts = Object.values(manifestOf(tree, directory).scripts ?? {}).filter((script): script is string => typeof script === 'string');
  return startedBy(scripts.filter(script => /(^|[\s;&|])node\s/.test(script)), directory, tree, bins).files.filter(isCode);
}

/** Conditions of exports that Node.js is started with. */
function conditionsOf(words: readonly string[]): string[] {
  const all = words.flatMap(word => word.split(/\s+/));
  return all.flatMap((word, index) => word === '-C' || word === '--conditions' ? [all[index + 1]] : /^--conditions=/.test(word) ? [word.slice(13)] : []);
}

/** Writes the files of the image, and the list of what it does without. */
function write(given: Given, tree: Tree, installed: InstalledTree, decision: Decision): void {
  const { target, released, directory } = given;
  mkdirSync(target, { recursive: true });
  cpSync(released, target, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  const { bundles, bundled, outside, read } = decision;
  const entries = bundles.flatMap(each => each.entries);
  const dropped = decision.files.filter(path => isCode(path) && !entries.includes(path));
  for (const path of [...dropped, ...dropped.map(each => `${each}.map`), ...entries.map(each => `${each}.map`)]) rmSync(join(target, path), { force: true });
  for (const { entries: [entry], outputs } of bundles) {
    const { mtime } = statSync(join(released, entry));
    for (const { path, contents } of outputs.filter(each => !each.path.endsWith('.LEGAL.txt'))) put(join(target, path), contents, mtime);
  }
  const packages = bundled.map(path => installed.packages.get(path)!);
  const at = bundles.length === 0 ? undefined : statSync(join(released, entries[0])).mtime;
  if (packages.length > 0) {
    const comments = bundles.flatMap(({ outputs }) => outputs).filter(({ path }) => path.endsWith('.LEGAL.txt')).map(({ text }) => text);
    put(join(target, directory, 'THIRD-PARTY-LICENSES.txt'), licencesOf(packages, [...new Set(comments)]), at!);
  }
  // what reads an image for what is in it finds each package by its manifest
  for (const path of bundled.filter(each => !read.has(each))) {
    const { name, version, license, licenses } = installed.packages.get(path)!.manifest;
    put(join(target, path, 'package.json'), `${JSON.stringify({ name, version, license, licenses })}\n`, at!);
  }
  const stay = new Set([...outside.packages.keys(), ...read]);
  const out = decision.refused === undefined ? [...installed.packages.keys()].filter(path => !stay.has(path)) : [];
  const texts = [...tree.entries.values()].filter(({ path, kind, size }) => kind === 'file' && size <= LARGEST_TEXT && TEXT.test(path)).map(({ path }) => tree.text(path));
  const outputs = bundles.flatMap(each => each.outputs).map(({ text }) => text);
  writeFile(given.list, textOf({ leftOut: out, ...namedIn([...texts, ...outputs], name => installed.names.has(name)) }));
}

function put(path: string, contents: string | Uint8Array, time: Date): void {
  const mode = existsSync(path) ? statSync(path).mode : 0o644;
  writeFile(path, contents, { mode });
  utimesSync(path, time, time);
}

run().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
