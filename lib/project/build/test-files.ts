import { isNeverAllowed } from '../files/never-allowed';
import { ProjectFiles } from '../files/project-files';
import { directoryOf, isWithin, joinInside } from '../files/relative-path';
import { Manifest, manifestFields } from '../manifest/manifest';

/** No more are looked at than these: one that reads what the build writes is rarely alone. */
const MAX_FILES = 150;
const MAX_DIRECTORIES = 300;

const TEST_DIRECTORY = /^(tests?|__tests?__|specs?|e2e|integration|cypress|features|it)$/i;
const TEST_FILE = /([._-](test|spec|e2e|cy|feature)|^tests?|^specs?)\.[cm]?[jt]sx?$/i;
const SOURCE = /\.[cm]?[jt]sx?$/;
const SETTINGS = /^(jest|vitest|ava|playwright|karma|wdio|cypress)([.-][\w-]+)*\.(config|conf)\.([cm]?[jt]s|json)$|^\.mocharc\.|^\.(taprc|nycrc)|^jest\.config\.json$/;
/** Fields of `package.json` in which test runners have their settings. */
const FIELDS = ['jest', 'mocha', 'ava', 'tap', 'vitest'];

/** Where a test, or the settings of a test runner, read what the build writes, and how. */
export interface BuildReader {
  readonly path: string;
  readonly how: string;
}

/**
 * The first test that reads something from one of the directories which the build writes, undefined if none is seen to.
 */
export function readerOfBuild(files: ProjectFiles, manifest: Manifest, directories: readonly string[]): BuildReader | undefined {
  if (directories.length === 0) return undefined;
  const names = namesOf(directories);
  const loads = new RegExp(`['"\`](?:\\.{0,2}/)*(?:${names})/|['"\`](?:\\.{1,2}/)+(?:${names})['"\`]|(?:join|resolve)\\([^)\\n]*['"\`](?:${names})['"\`]`);
  const settings = settingsThatRead(files, names);
  if (settings !== undefined) return { path: settings, how: 'it names what the build writes' };
  const main = [manifest.main, manifest.module, ...manifest.exported].some(path => path !== undefined && directories.some(directory => isWithin(directory, path.replace(/^\.\//, ''))));
  const own = main && manifest.name !== undefined ? new RegExp(`['"\`]${escaped(manifest.name)}(?:/[^'"\`]*)?['"\`]`) : undefined;
  for (const path of testFiles(files, directories)) {
    const text = files.text(path) ?? '';
    if (loads.test(text)) return { path, how: 'it loads what the build writes' };
    if (own?.test(text)) return { path, how: 'it loads the package by its name, which is what the build writes' };
    if (main && loadsPackage(text, path)) return { path, how: 'it loads the package, which is what the build writes' };
  }
  return undefined;
}

/** `require('..')` in `test/a.js` is the package itself. */
function loadsPackage(text: string, path: string): boolean {
  const directory = directoryOf(path);
  return [...text.matchAll(/(?:require\(|import\(|from|import)\s*['"`](\.{1,2}(?:\/\.\.)*\/?)['"`]/g)].some(([, specifier]) => joinInside(directory, specifier) === '');
}

function settingsThatRead(files: ProjectFiles, names: string): string | undefined {
  const value = new RegExp(`(?<![!\\w.-])(?:<rootDir>/|\\./)?(?:${names})(?:/|['"\`\\s]|$)`, 'm');
  const own = manifestFields(files, '') ?? {};
  const field = FIELDS.find(name => own[name] !== undefined && value.test(withoutIgnored(JSON.stringify(own[name], null, 1))));
  if (field !== undefined) return files.manifestSource(field);
  return files.list('').filter(name => SETTINGS.test(name) && files.kind(name) === 'file').find(name => value.test(withoutIgnored(files.text(name) ?? '')));
}

/** Text of settings without the parts that leave something out; where their coverage lies says nothing. */
function withoutIgnored(text: string): string {
  return text.replace(/^\s*(?:\/\/|#).*$/gm, '')
    .replace(/["']?\w*(?:ignore|exclude|coverage|output|reporter|cache|outDir)\w*["']?\s*:\s*(?:\[[^\]]*\]|\{[^}]*\}|[^,\n]*)/gi, '');
}

/** The tests of a package, by their names and directories. */
export function testFiles(files: ProjectFiles, outputs: readonly string[] = []): string[] {
  const found: string[] = [];
  const queue: { directory: string; tests: boolean }[] = [{ directory: '', tests: false }];
  for (const { directory, tests } of queue) {
    for (const name of files.list(directory).filter(candidate => candidate !== 'node_modules' && !isNeverAllowed(candidate))) {
      if (found.length >= MAX_FILES) return found;
      const path = directory === '' ? name : `${directory}/${name}`;
      if (SOURCE.test(name)) {
        if ((tests || TEST_FILE.test(name)) && files.kind(path) === 'file') found.push(path);
      } else if (!name.includes('.') && !outputs.includes(path) && queue.length < MAX_DIRECTORIES && files.kind(path) === 'directory') {
        queue.push({ directory: path, tests: tests || TEST_DIRECTORY.test(name) });
      }
    }
  }
  return found;
}

function namesOf(directories: readonly string[]): string {
  return directories.map(escaped).join('|');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
