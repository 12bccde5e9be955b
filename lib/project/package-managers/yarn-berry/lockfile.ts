import { declaredDependencies, Manifest } from '../../manifest/manifest';
import { isForLinux, LockedPackage } from '../../model/locked-package';
import { ProjectError } from '../../model/project-error';
import { LockedBin, LockfileReading } from '../definition/definition';

/**
 * The versions of Yarn by the lockfile that they write. An older one is migrated, which a frozen install refuses.
 */
const WRITERS: { readonly [version: number]: string } = { 4: '<3.1', 5: '~3.1', 6: '>=3.2 <4', 7: '>=3.2 <4', 8: '>=4 <4.14', 9: '~4.14', 10: '>=4.15' };

/**
 * Reads `yarn.lock` of Yarn 2 and newer, line by line: it may be large, and Yarn writes one form only.
 */
export function parseYarnBerryLock(text: string, path: string): LockfileReading {
  const conflict = text.split('\n').findIndex(line => /^(<{7}|>{7})/.test(line));
  if (conflict >= 0) {
    throw new ProjectError(`${path} holds a merge conflict at line ${conflict + 1}: resolve it, then run yarn install`);
  }
  const version = Number(/^__metadata:\r?\n {2}version: (\d+)/m.exec(text)?.[1] ?? Number.NaN);
  if (text.trim() !== '' && Number.isNaN(version)) {
    throw new ProjectError(`${path} is not a lockfile of Yarn 2 or newer: it has no __metadata with a version: run yarn install to write it anew`);
  }
  const entries = text.split(/\r?\n(?=\S)/).flatMap(readEntry);
  const packages = entries.filter(({ workspace }) => !workspace);
  return {
    format: Number.isNaN(version) ? 'an empty lockfile' : `lockfile version ${version}`,
    versions: Object.hasOwn(WRITERS, version) ? WRITERS[version] : undefined,
    packages: packages.filter(({ body }) => isForLinux(systemOf(body))).map(lockedPackage),
    bins: new Map(packages.flatMap(({ name, body }) => binsOf(name, body))),
    missing: manifest => missingFrom(entries, manifest),
  };
}

interface Entry {
  readonly name: string;
  readonly keys: readonly string[];
  readonly body: string;
  readonly workspace: boolean;
  /** True if it comes from git or from a directory. */
  readonly source: boolean;
}

function readEntry(text: string): Entry[] {
  const header = /^"?([^#\s"][^"\n]*?)"?:\r?\n/.exec(text);
  if (!header || header[1] === '__metadata') return [];
  const body = text.slice(header[0].length);
  const keys = header[1].split(/,\s*/);
  const resolution = /^ {2}resolution: "?([^"\n]+)/m.exec(body)?.[1] ?? keys[0];
  const name = nameOf(resolution);
  const reference = resolution.slice(name.length + 1);
  return [{
    name,
    keys,
    body,
    workspace: reference.startsWith('workspace:'),
    source: /#commit=|^(git[+:@]|ssh:|file:(?!.*\.t(ar\.)?gz)|portal:|link:)/.test(reference),
  }];
}

/**
 * Yarn adds node-gyp to the dependencies of whatever calls it in an install script.
 */
function lockedPackage({ name, body, source }: Entry): LockedPackage {
  const list = /^ {2}dependencies:\r?\n((?: {4}.*(?:\r?\n|$))+)/m.exec(body)?.[1] ?? '';
  return {
    name,
    version: /^ {2}version: "?([^"\s]+)/m.exec(body)?.[1],
    dependencies: [...list.matchAll(/^ {4}"?([^":\s]+)"?:/gm)].map(match => match[1]),
    source,
  };
}

function systemOf(body: string): string | undefined {
  return /^ {2}conditions: .*\bos=(!?\w+)/m.exec(body)?.[1];
}

function nameOf(descriptor: string): string {
  const at = descriptor.indexOf('@', 1);
  return at === -1 ? descriptor : descriptor.slice(0, at);
}

function binsOf(name: string, body: string): [string, LockedBin][] {
  const list = /^ {2}bin:\r?\n((?: {4}.*\r?\n?)+)/m.exec(body)?.[1] ?? '';
  return [...list.matchAll(/^ {4}"?([^":\s]+)"?: "?([^"\n]+?)"?\r?$/gm)]
    .map(([, command, file]) => [command, { package: name, file: `node_modules/${name}/${file.replace(/^\.?\//, '')}` }]);
}

function missingFrom(entries: readonly Entry[], manifest: Manifest): string[] {
  const names = new Set(entries.flatMap(({ keys }) => keys.map(nameOf)));
  // A range in the lockfile may be written otherwise, or replaced by a resolution; a protocol of its own has a key of its own.
  return Object.entries(declaredDependencies(manifest)).filter(([name, range]) => !/^[a-z]+:|\//.test(range) && !names.has(name)).map(([name]) => name);
}
