import { Manifest } from '../../manifest/manifest';
import { isForLinux, LockedPackage } from '../../model/locked-package';
import { ProjectError } from '../../model/project-error';
import { isJsonObject, JsonObject, ownProperty } from '../../text/json/json-shape';
import { parseJsonWithComments } from '../../text/json/parse-json';
import { LockfileReading } from '../definition/definition';

/**
 * First line of the binary lockfile of Bun.
 */
const BINARY = '#!/usr/bin/env bun';

/**
 * Reads `bun.lock`. Of `bun.lockb`, which is binary, nothing is known but that it is there.
 *
 * @see https://bun.com/docs/pm/lockfile
 */
export function parseBunLock(text: string, path: string): LockfileReading {
  if (text.startsWith(BINARY)) {
    return {
      format: 'binary lockfile',
      missing: () => [],
    };
  }
  const lock = parseJsonWithComments(text, path);
  const version = isJsonObject(lock) ? ownProperty(lock, 'lockfileVersion') : undefined;
  if (!isJsonObject(lock) || typeof version !== 'number') {
    throw new ProjectError(`${path} is not a lockfile of Bun: it has no lockfileVersion: run bun install to write it anew`);
  }
  return {
    format: `lockfile version ${version}`,
    versions: version >= 2 ? '>=1.4' : '>=1.2',
    packages: Object.values(objectAt(lock, 'packages')).flatMap(lockedPackage),
    missing: manifest => missingFrom(objectAt(objectAt(lock, 'workspaces'), manifest.directory), manifest),
  };
}

/**
 * An entry is an array: the name with the version, where it is from, what its manifest says, and its hash. What comes from
 * elsewhere lacks some of these.
 */
function lockedPackage(entry: unknown): LockedPackage[] {
  if (!Array.isArray(entry)) return [];
  const id = String(entry[0]);
  const at = id.indexOf('@', 1);
  const [name, version] = at === -1 ? [id, ''] : [id.slice(0, at), id.slice(at + 1)];
  const manifest = entry.find(isJsonObject) ?? {};
  if (version.startsWith('workspace:') || !isForLinux(ownProperty(manifest, 'os'))) return [];
  return [{
    name,
    version,
    dependencies: ['dependencies', 'optionalDependencies'].flatMap(field => Object.keys(objectAt(manifest, field))),
    source: /^(git[+:]|github:|file:|link:)/.test(version),
  }];
}

function objectAt(object: JsonObject, key: string): JsonObject {
  const value = ownProperty(object, key);
  return isJsonObject(value) ? value : {};
}

function missingFrom(locked: JsonObject, manifest: Manifest): string[] {
  return (['dependencies', 'devDependencies', 'optionalDependencies'] as const).flatMap(field =>
    Object.entries(manifest[field]).filter(([name, range]) => ownProperty(objectAt(locked, field), name) !== range
      // What is installed as a peer dependency is locked as one.
      && !(field === 'dependencies' && ownProperty(objectAt(locked, 'peerDependencies'), name) === range)).map(([name]) => name));
}
