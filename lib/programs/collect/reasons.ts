import { directoryOf } from '../../project/files/relative-path';
import {
  handsOut, isDocumentation, isManagerSetting, isMemory, isOfPackageManager, isPicture, isCompilerSetting, isTestDirectory, isTestFile,
  isToolSetting, isWelsh, mayHoldDocumentation, mayHoldTests, TEST_TEXT,
} from '../shared/file-kinds';
import { Taken } from './compiled';
import { Given } from './given';
import { ancestors, isCode, isCompiledLanguage, isWithin } from './paths';
import { Entry, Tree } from './tree';

/** Why a file may be left out. */
export type Reason = 'outside' | 'manager' | 'memory' | 'unwanted' | 'tests' | 'settings' | 'documentation' | 'compiled' | 'copied';

export const REASON_TEXTS: Readonly<Record<Reason, string>> = {
  outside: 'of the monorepo, outside of the packages that are needed',
  manager: 'of the package manager, the release has its own install',
  memory: 'what tools remember of a run',
  unwanted: 'what a build writes beside its output',
  tests: 'tests and what they read',
  settings: 'settings of development tools',
  documentation: 'documentation',
  compiled: 'sources that the build compiled, and nothing compiles at start',
  copied: 'files that are in what the build wrote',
};

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Why files may be left out, if nothing says that they are read. A file without a reason is in the release. */
export function reasonsOf(tree: Tree, given: Given, taken: Taken): Map<string, Reason> {
  const parts = new Set([...given.units.map(({ directory }) => directory), ...given.linked]);
  const tops = new Set([...parts, ...[...tree.entries.keys()].filter(path => nameOf(path) === 'package.json').map(directoryOf)]);
  const tests = testDirectories(tree, tops);
  const documents = documentDirectories(tree, tops);
  const reasonOf = (entry: Entry): Reason | undefined => {
    const { path } = entry;
    const name = nameOf(path);
    const above = ancestors(path);
    if (name === 'package.json' && parts.has(directoryOf(path))) return undefined;
    if ([...above, path].some(part => (directoryOf(part) === '' || tops.has(directoryOf(part))) && isOfPackageManager(nameOf(part)))) return 'manager';
    if (![...parts].some(directory => isWithin(directory, path))) return 'outside';
    if (given.without.some(directory => isWithin(directory, path))) return 'unwanted';
    if ([...above, path].some(part => isMemory(nameOf(part)))) return 'memory';
    if (entry.written && above.some(part => nameOf(part) === 'node_modules')) return undefined;
    if (above.some(part => isTestDirectory(nameOf(part)) || tests.has(part))) return 'tests';
    if (isTestFile(name) && !(isCode(path) && entry.kind === 'file' && (handsOut(tree.text(path)) || isWelsh(name, () => tree.text(path))))) return 'tests';
    if ((!entry.written || isManagerSetting(name)) && isSetting(path, above, tops)) return 'settings';
    if (!entry.written && ((tops.has(directoryOf(path)) && isDocumentation(name)) || above.some(part => documents.has(part)))) return 'documentation';
    if (taken.compiled.has(path)) return 'compiled';
    if (taken.copied.has(path)) return 'copied';
    return undefined;
  };
  return new Map([...tree.entries.values()].flatMap(entry => {
    const reason = reasonOf(entry);
    return reason === undefined ? [] : [[entry.path, reason] as const];
  }));
}

function isSetting(path: string, above: readonly string[], tops: ReadonlySet<string>): boolean {
  if (/^tsconfig[^/]*\.json$/.test(nameOf(path))) return true;
  return [...above, path].some(part => tops.has(directoryOf(part))
    && [isManagerSetting, isCompilerSetting, isToolSetting].some(matches => matches(nameOf(part))));
}

/** Directories with tests in them, told by a test that is there and not by their name alone. */
function testDirectories(tree: Tree, tops: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  for (const { path, kind, written } of tree.entries.values()) {
    const directory = ancestors(path).find(part => tops.has(directoryOf(part)) && mayHoldTests(nameOf(part)));
    if (directory === undefined || found.has(directory) || written || kind !== 'file' || !(isCode(path) || isCompiledLanguage(path))) continue;
    if (isTestFile(nameOf(path)) || TEST_TEXT.test(tree.text(path))) found.add(directory);
  }
  return found;
}

/** Directories that hold texts for people, and pictures in them. */
function documentDirectories(tree: Tree, tops: ReadonlySet<string>): Set<string> {
  const only = new Map<string, boolean>();
  for (const { path } of tree.entries.values()) {
    const directory = ancestors(path).find(part => tops.has(directoryOf(part)) && mayHoldDocumentation(nameOf(part)));
    if (directory === undefined) continue;
    only.set(directory, (only.get(directory) ?? true) && (isDocumentation(nameOf(path)) || isPicture(nameOf(path))));
  }
  return new Set([...only].filter(([, documents]) => documents).map(([directory]) => directory));
}
