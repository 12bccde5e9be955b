import { Manifest } from '../manifest/manifest';
import { NativeModules } from '../native-modules';
import { ProjectError } from '../project-error';
import { LockfileReading } from './definition';

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
export function readPnpmLock(whole: string, path: string): LockfileReading {
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
  const packages = /^packages:\s*$([\s\S]*?)(?=^\S|(?![\s\S]))/m.exec(text)?.[1] ?? '';
  const building = [...new Set([...packages.matchAll(/^ {2}'?\/?([^\s'][^'\n]*?)'?:\n(?: {4}.*\n)*? {4}(?:requiresBuild: true|resolution: \{.*\b(?:repo|directory|type: git)\b)/gm)]
    .map(match => match[1].replace(/(?<=.)[@/][^@/]*$/, '')))].sort();
  const records = Number.parseInt(version, 10) < 9;
  const none = packages.trim() === '';
  return {
    format: `lockfile version ${version}`,
    versions: Object.hasOwn(WRITERS, version) ? WRITERS[version] : undefined,
    nativeModules: building.length > 0 ? NativeModules.PRESENT : none || records ? NativeModules.NONE : NativeModules.UNKNOWN,
    nativeReason: building.length > 0
      ? `with an install script, from git or from a directory: ${building.slice(0, 5).join(', ')}${building.length > 5 ? ` and ${building.length - 5} more` : ''}`
      : none ? 'there are no dependencies' : records ? 'no dependency has an install script, or comes from git or from a directory' : 'this version of the lockfile does not record install scripts',
    missing: manifest => missingFrom(text, manifest),
  };
}

function missingFrom(text: string, manifest: Manifest): string[] {
  const declared = { ...manifest.devDependencies, ...manifest.dependencies, ...manifest.optionalDependencies };
  const names = new Set([...importerOf(text, manifest.directory).matchAll(/^ {2,6}'?((?:@[^/'\s]+\/)?[^/'\s:]+)'?:/gm)].map(match => match[1]));
  return Object.entries(declared).filter(([name, range]) => !LOCAL.test(range) && !names.has(name)).map(([name]) => name);
}

/**
 * What the lockfile says of the dependencies of one package. Without packages, an old one says it at its top.
 */
function importerOf(text: string, directory: string): string {
  const importers = /^importers:\s*$([\s\S]*?)(?=^\S|(?![\s\S]))/m.exec(text)?.[1];
  if (importers === undefined) return text;
  const key = directory === '' ? '.' : directory;
  return importers.split(/^(?= {2}\S)/m).find(part => [`  ${key}:`, `  '${key}':`].includes(part.split('\n')[0].trimEnd())) ?? '';
}
