import { isJsonObject, JsonObject, own } from '../json/json-shape';
import { parseJsonWithComments } from '../json/parse-json';
import { Manifest } from '../manifest/manifest';
import { NativeModules } from '../native-modules';
import { ProjectError } from '../project-error';
import { LockfileReading } from './definition';

/**
 * What the binary lockfile of Bun begins with.
 */
const BINARY = '#!/usr/bin/env bun';

/**
 * Reads `bun.lock`. Of `bun.lockb`, which is binary, nothing is known but that it is there.
 *
 * @see https://bun.com/docs/pm/lockfile
 */
export function readBunLock(text: string, path: string): LockfileReading {
  if (text.startsWith(BINARY)) {
    return {
      format: 'binary lockfile',
      nativeModules: NativeModules.UNKNOWN,
      nativeReason: `${path} is binary: bun install --save-text-lockfile writes one that can be read`,
      missing: () => [],
    };
  }
  const lock = parseJsonWithComments(text, path);
  const version = isJsonObject(lock) ? own(lock, 'lockfileVersion') : undefined;
  if (!isJsonObject(lock) || typeof version !== 'number') {
    throw new ProjectError(`${path} is not a lockfile of Bun: it has no lockfileVersion: run bun install to write it anew`);
  }
  const packages = Object.entries(objectAt(lock, 'packages'));
  const sources = packages.filter(([, entry]) => Array.isArray(entry) && /@(git[+:]|github:|file:|link:)/.test(String(entry[0]))).map(([name]) => name).sort();
  return {
    format: `lockfile version ${version}`,
    versions: version >= 2 ? '>=1.4' : '>=1.2',
    nativeModules: sources.length > 0 ? NativeModules.PRESENT : packages.length === 0 ? NativeModules.NONE : NativeModules.UNKNOWN,
    nativeReason: sources.length > 0
      ? `from git or from a directory: ${sources.slice(0, 5).join(', ')}`
      : packages.length === 0 ? 'there are no dependencies' : `${path} does not record install scripts`,
    missing: manifest => missingFrom(objectAt(objectAt(lock, 'workspaces'), manifest.directory), manifest),
  };
}

function objectAt(object: JsonObject, key: string): JsonObject {
  const value = own(object, key);
  return isJsonObject(value) ? value : {};
}

function missingFrom(locked: JsonObject, manifest: Manifest): string[] {
  return (['dependencies', 'devDependencies', 'optionalDependencies'] as const).flatMap(field =>
    Object.entries(manifest[field]).filter(([name, range]) => own(objectAt(locked, field), name) !== range).map(([name]) => name));
}
