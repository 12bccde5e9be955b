import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync } from 'fs';
import { join, posix } from 'path';
import { binsOf } from './bins';
import { collect } from './collect';
import { findSite } from './find-site';
import { Given, parseArguments } from './given';
import { writeModulesList } from './modules/write-list';
import { reportOf } from './report';
import { manifestOf } from './started';
import { Tracer } from './trace';
import { copyInto, readTree, Tree } from './tree';
import { developmentModules, modulesOfBuild, writtenModules } from './written-modules';

// Collects the files of the release. A path is left out only if there is a reason to say that nothing reads it.
//
// `collect.mjs DIRECTORY [--package DIRECTORY [--load FILE]...]... [--entry FILE] [...] --start WORD...` copies files below
// the working directory, which is the project after its build, to the same paths below DIRECTORY. What the build wrote is
// told by /sources, which has what the build context brought.

const ENDINGS = ['', '.js', '.cjs', '.mjs', '.json', '.node', '.ts', '.mts', '.cts', '/index.js', '/index.cjs', '/index.mjs', '/index.json', '/index.node'];

async function run(): Promise<void> {
  const root = realpathSync(process.cwd());
  const asked = parseArguments(process.argv.slice(2));
  const tree = readTree(root, asked.sources);
  const given = withSite(asked, tree);
  const missing = [...given.only ?? [], ...given.included, ...given.whole.map(({ path }) => path)].filter(path => !existsSync(path));
  if (missing.length > 0) {
    throw new Error(`the release is to have ${missing.join(', ')}, which the project does not have and the build did not write; `
      + `set the prop "${given.included.includes(missing[0]) ? 'includeFiles' : 'releaseFiles'}" to what is there`);
  }
  checkEntry(given, tree);
  const [{ directory }] = given.units;
  const tracer = new Tracer(root, directory);
  const bins = binsOf(['', ...given.units.map(unit => unit.directory)], tree);
  const collection = await collect(tree, given, bins, files => tracer.trace(files));
  mkdirSync(given.target, { recursive: true });
  for (const path of collection.kept) copyInto(root, tree.entries.get(path)!, given.target, path);
  for (const { path, target } of given.whole) copyWhole(posix.normalize(path), target, given);
  console.log(reportOf(collection, tree).join('\n'));
  copyModules(given, root, collection.followed ?? []);
  if (given.list !== undefined) console.log(writeModulesList(given, tree, collection, bins).join('\n'));
}

/** Input of the collection, with the directory that the build wrote the site to. */
function withSite(given: Given, tree: Tree): Given {
  const { site } = given;
  if (site === undefined) return given;
  const found = findSite(site, given.units[0].directory, tree);
  if (found === site) return given;
  console.log(`the site is what the build wrote to ${found}, for there is no index.html in ${site}; in the image it is ${site}`);
  return { ...given, whole: given.whole.map(whole => whole.path === site ? { ...whole, path: found } : whole) };
}

/** Copies the modules that the build wrote and installed, and the modules that it installed: the dependencies of the image are installed without. */
function copyModules(given: Given, root: string, code: Iterable<string>): void {
  if (given.modules === undefined) return;
  const trees = { root, ...given.modules };
  const written = writtenModules(trees, ['', ...given.units.map(({ directory }) => directory)]);
  for (const path of written) copyInto('.', { path, kind: lstatSync(path).isSymbolicLink() ? 'link' : 'file', size: 0, written: true }, given.target, path);
  if (written.length > 0) console.log(`and what the build wrote into node_modules: ${written.slice(0, 3).join(' ')}${written.length > 3 ? ` and ${written.length - 3} more` : ''}`);
  const units = new Set(given.units.map(({ directory }) => posix.join(directory, 'node_modules')));
  for (const path of modulesOfBuild(trees, code).filter(modules => !units.has(modules))) {
    copyWhole(path, path, { ...given, without: [...given.without, `${path}/.cache`, ...developmentModules(root, path)] });
    console.log(`and ${path}, which the build installed, for what starts lies beside it`);
  }
}

/** Requires the file that starts to be there, or the image would only say so where it runs. */
function checkEntry({ entry, units: [{ directory }] }: Given, tree: Tree): void {
  if (entry === undefined) return;
  const path = posix.normalize(posix.join(directory, entry)).replace(/\/$/, '');
  const main = existsSync(join(path, 'package.json')) ? manifestOf(tree, path === '.' ? '' : path).main : undefined;
  const candidates = [path, ...typeof main === 'string' ? [posix.join(path, main)] : []].flatMap(candidate => ENDINGS.map(ending => candidate + ending));
  if (candidates.some(candidate => existsSync(candidate) && !lstatSync(candidate).isDirectory())) return;
  throw new Error(`the image starts ${entry}, which is not there after the build: neither the project has it nor did the build write it. `
    + 'Set the prop "command" to what starts the application, or "buildScript" to the script that writes this file');
}

function copyWhole(path: string, target: string, given: Given): void {
  if (given.without.includes(path)) return;
  const stats = lstatSync(path);
  if (!stats.isDirectory()) {
    copyInto('.', { path, kind: stats.isSymbolicLink() ? 'link' : 'file', size: 0, written: true }, given.target, target);
    return;
  }
  mkdirSync(join(given.target, target), { recursive: true });
  for (const name of readdirSync(path)) copyWhole(posix.join(path, name), posix.join(target, name), given);
}

run().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
