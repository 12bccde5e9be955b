import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { isLockfile } from '../../project/package-managers/traces';
import { globOf } from '../../project/text/glob';
import { installedBelow } from '../shared/installed';
import { readList, textOf } from '../shared/modules-list';
import { writeFile } from '../shared/write-file';
import { LeftOut } from './left-out';
import { namedIn } from './named';
import { Platform } from './platform';
import { prune } from './prune';
import { removeFiles } from './remove';
import { reportOf } from './report';

// Takes out of installed dependencies what nothing loads or reads while the application runs.
//
// `prune.mjs --list FILE [--packages] [--source-maps] [--typescript] [--any-libc] [--keep GLOB]... [--remove GLOB]... DIRECTORY...` looks at the
// packages below each DIRECTORY. Globs are of paths as `<package>/<path>`. FILE says which files are named, and so stay, and which packages
// are left out. With `--packages` it takes out whole packages alone.
//
// `prune.mjs --names FILE DIRECTORY...` writes such a list of what the sources name, in /sources, which has what the build context brought.

const SOURCES = '/sources';
const READ = /\.([cm]?[jt]sx?|json|ya?ml|toml|vue|svelte|astro|mdx|html?|ejs|pug|hbs|sh)$|(^|\/)[^.]+$/;
const LARGEST_TEXT = 1024 * 1024;

function run(words: readonly string[]): void {
  const options = { 'source-maps': false, 'typescript': false, 'any-libc': false, 'packages': false };
  const lists: Record<string, string[]> = { keep: [], remove: [], list: [], names: [] };
  const directories: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const name = words[at].replace(/^--/, '');
    if (name === words[at]) directories.push(words[at]);
    else if (name in options) options[name as keyof typeof options] = true;
    else lists[name].push(words[++at]);
  }
  const installed = installedBelow(directories);
  if (lists.names.length > 0) return writeNames(lists.names[0], new Set(installed.map(({ name }) => name)));
  const { leftOut: out, names, readsMaps } = readList(lists.list[0]);
  const leftOut = new LeftOut(installed, out);
  const { packages } = leftOut;
  const pruned = prune(packages, {
    platform: Platform.current(options['any-libc']),
    sourceMaps: options['source-maps'] || readsMaps,
    typescript: options.typescript,
    keeps: oneOf(lists.keep),
    removes: oneOf(lists.remove),
  }, names);
  const all = [...leftOut.files, ...options.packages ? [] : pruned];
  const stays = new Set([...directories, ...packages.map(({ directory }) => directory)]);
  removeFiles([...all.map(({ package: own, path }) => join(own.directory, path)), ...leftOut.linksBelow(directories)], stays);
  console.log(reportOf(installed, all).join('\n'));
}

/** Writes what the sources name of packages. */
function writeNames(file: string, installed: ReadonlySet<string>): void {
  writeFile(file, textOf({ leftOut: [], ...namedIn(textsBelow(SOURCES), name => installed.has(name)) }));
}

/** True if a path is one of globs. */
function oneOf(globs: readonly string[]): (path: string) => boolean {
  return globs.length === 0 ? () => false : globOf(globs, { dot: true });
}

/** The texts of the application in which names may stand. */
function* textsBelow(directory: string): Generator<string> {
  if (!existsSync(directory)) return;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules') yield* textsBelow(path);
    else if (entry.isFile() && READ.test(path) && !isLockfile(path) && statSync(path).size <= LARGEST_TEXT) yield readFileSync(path, 'utf8');
  }
}

run(process.argv.slice(2));
