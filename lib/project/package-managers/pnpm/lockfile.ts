import { declaredDependencies, Manifest } from '../../manifest/manifest';
import { isForLinux, LockedPackage } from '../../model/locked-package';
import { ProjectError } from '../../model/project-error';
import { LockfileReading } from '../definition/definition';

/**
 * The versions of pnpm by the lockfile that they write. 9 to 12 write the same.
 *
 * @see https://github.com/pnpm/spec/tree/master/lockfile
 */
const WRITERS: { readonly [version: string]: string } = { '5.3': '6', '5.4': '7', '6.0': '8', '6.1': '8', '9.0': '>=9' };

/**
 * A specifier of a directory: the lockfile may hold none for it.
 */
const LOCAL = /^(link:|workspace:|file:|portal:)/;

/**
 * Reads `pnpm-lock.yaml`, line by line: it may be large, and pnpm writes one form only.
 */
export function parsePnpmLock(whole: string, path: string): LockfileReading {
  // From version 11 on a document in front may lock pnpm itself.
  const text = whole.split(/^---\s*$/m).pop()!;
  const version = /^lockfileVersion:\s*'?([\d.]+)/m.exec(text)?.[1];
  if (version === undefined) {
    throw new ProjectError(`${path} is not a lockfile of pnpm: it has no lockfileVersion: run pnpm install to write it anew`);
  }
  const conflict = text.split('\n').findIndex(line => /^(<{7}|>{7})/.test(line));
  if (conflict >= 0) {
    throw new ProjectError(`${path} holds a merge conflict at line ${conflict + 1}: resolve it, then run pnpm install`);
  }
  // Versions before 9 record install scripts.
  const records = Number.parseInt(version, 10) < 9;
  return {
    format: `lockfile version ${version}`,
    versions: Object.hasOwn(WRITERS, version) ? WRITERS[version] : undefined,
    packages: lockedPackages(text, records),
    copied: [...text.matchAll(/^ {4}resolution: \{directory: '?(.+?)'?, type: directory\}/gm)].map(match => match[1]),
    missing: manifest => missingFrom(text, manifest),
  };
}

function lockedPackages(text: string, records: boolean): LockedPackage[] {
  // From version 9 on, what a package depends on is in a section of its own.
  const snapshots = new Map(entriesOf(text, 'snapshots').map(({ id, body }) => [id, body]));
  return entriesOf(text, 'packages').filter(({ body }) => isForLinux(systemsOf(body))).map(({ id, name, version, body }) => ({
    name,
    version,
    dependencies: dependenciesOf(snapshots.get(id) ?? body),
    installScript: records ? /^ {4}requiresBuild: true/m.test(body) : undefined,
    source: /^ {4}resolution: \{.*\b(?:repo|directory|type: git|gitHosted: true|https:\/\/codeload\.github\.com)\b/m.test(body),
  }));
}

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly body: string;
}

/**
 * The entries of a section. Their keys are `/name/1.0.0_peer`, `/name@1.0.0(peer)` or `name@1.0.0`.
 */
function entriesOf(text: string, section: string): Entry[] {
  const content = new RegExp(`^${section}:\\s*$([\\s\\S]*?)(?=^\\S|(?![\\s\\S]))`, 'm').exec(text)?.[1] ?? '';
  return content.split(/\r?\n(?= {2}\S)/).flatMap(entry => {
    const header = /^ {2}'?\/?([^\s'][^'\n]*?)'?:(?=\s|$)/.exec(entry);
    if (!header) return [];
    const [id] = header[1].split('(');
    const parts = /^((?:@[^/@]+\/)?[^/@]+)(?:[@/]([^_]*))?/.exec(id);
    return [{ id, name: parts?.[1] ?? id, version: parts?.[2], body: entry.slice(header[0].length) }];
  });
}

function dependenciesOf(body: string): string[] {
  const lists = [...body.matchAll(/^ {4}(?:dependencies|optionalDependencies):\r?\n((?: {6}.*(?:\r?\n|$))+)/gm)].map(match => match[1]).join('\n');
  return [...lists.matchAll(/^ {6}'?([^':\s]+)'?:/gm)].map(match => match[1]);
}

function systemsOf(body: string): string[] | undefined {
  return /^ {4}os: \[(.*)\]/m.exec(body)?.[1].split(/,\s*/).map(name => name.replace(/^'|'$/g, ''));
}

function missingFrom(text: string, manifest: Manifest): string[] {
  const names = new Set([...importerOf(text, manifest.directory).matchAll(/^ {2,6}'?((?:@[^/'\s]+\/)?[^/'\s:]+)'?:/gm)].map(match => match[1]));
  return Object.entries(declaredDependencies(manifest)).filter(([name, range]) => !LOCAL.test(range) && !names.has(name)).map(([name]) => name);
}

/**
 * Dependencies of one package by the lockfile. Without packages, an old one says it at its top.
 */
function importerOf(text: string, directory: string): string {
  const importers = /^importers:\s*$([\s\S]*?)(?=^\S|(?![\s\S]))/m.exec(text)?.[1];
  if (importers === undefined) return text;
  const key = directory === '' ? '.' : directory;
  return importers.split(/^(?= {2}\S)/m).find(part => [`  ${key}:`, `  '${key}':`].includes(part.split('\n')[0].trimEnd())) ?? '';
}
