import * as semver from 'semver';
import { Manifest } from '../../manifest/manifest';
import { isForLinux, LockedPackage } from '../../model/locked-package';
import { ProjectError } from '../../model/project-error';
import { isJsonObject, JsonObject, ownProperty } from '../../text/json/json-shape';
import { parseJson } from '../../text/json/parse-json';
import { WorkspacePatterns } from '../../text/patterns';
import { LockedBin, LockfileReading } from '../definition/definition';

/**
 * Reads `package-lock.json` and `npm-shrinkwrap.json`, versions 1, 2 and 3.
 *
 * @see https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json#file-format
 */
export function parsePackageLock(text: string, path: string): LockfileReading {
  const lock = parseJson(text, path);
  const version = isJsonObject(lock) ? ownProperty(lock, 'lockfileVersion') : undefined;
  if (!isJsonObject(lock) || ![1, 2, 3].includes(version as number)) {
    throw new ProjectError(`${path} is not a lockfile of npm: "lockfileVersion" must be 1, 2 or 3, received ${JSON.stringify(version)}: run npm install to write it anew`);
  }
  const packages = ownProperty(lock, 'packages');
  return isJsonObject(packages)
    ? readPackages(packages, `lockfile version ${version}`)
    : readDependencies(ownProperty(lock, 'dependencies'), `lockfile version ${version}`);
}

/**
 * Versions 2 and 3: every package by its path, with what matters of its manifest.
 */
function readPackages(packages: JsonObject, format: string): LockfileReading {
  const entries = Object.entries(packages).filter((entry): entry is [string, JsonObject] => entry[0] !== '' && isJsonObject(entry[1]));
  const locked = ownProperty(packages, '');
  const root = isJsonObject(locked) ? locked : {};
  const isMember = memberFilter(root);
  return {
    format,
    packages: entries
      .filter(([path, entry]) => !isMember(entry.link === true ? String(entry.resolved) : path) && isForLinux(entry.os))
      .map(([path, entry]) => ({
        name: typeof entry.name === 'string' ? entry.name : nameOf(path),
        version: typeof entry.version === 'string' ? entry.version : undefined,
        dependencies: [entry.dependencies, entry.optionalDependencies].flatMap(keysOf),
        installScript: entry.hasInstallScript === true,
        source: isSource(entry),
      })),
    bins: readBins(entries, ''),
    binsIn: path => readBins(entries, `${path}/`),
    missing: manifest => {
      const held = manifest.directory === '' ? root : ownProperty(packages, manifest.directory);
      return missingFrom(isJsonObject(held) ? held : {}, manifest, name => versionIn(packages, manifest.directory, name));
    },
  };
}

/**
 * Tells the packages of a monorepo, which the lockfile holds like dependencies from a directory.
 */
function memberFilter(root: JsonObject): (path: string) => boolean {
  const workspaces = ownProperty(root, 'workspaces');
  const texts = isJsonObject(workspaces) ? ownProperty(workspaces, 'packages') : workspaces;
  const patterns = new WorkspacePatterns(Array.isArray(texts) ? texts.filter(text => typeof text === 'string') : []);
  return path => patterns.includes(path);
}

function isSource(entry: JsonObject): boolean {
  const resolved = typeof entry.resolved === 'string' ? entry.resolved : '';
  // A link says nothing: what it leads to is in the lockfile, too.
  return entry.link !== true && /^(git[+:]|git@|file:(?!.*\.t(ar\.)?gz$))/.test(resolved);
}

function readBins(entries: readonly [string, JsonObject][], directory: string): Map<string, LockedBin> {
  const bins = new Map<string, LockedBin>();
  for (const [path, entry] of entries) {
    // Only commands of packages at the top are linked into node_modules/.bin.
    const name = path.startsWith(directory) ? /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path.slice(directory.length))?.[1] : undefined;
    if (name === undefined || entry.dev === true) continue;
    const bin = typeof entry.bin === 'string' ? { [name.replace(/^@[^/]+\//, '')]: entry.bin } : entry.bin;
    for (const [command, file] of Object.entries(isJsonObject(bin) ? bin : {})) {
      if (typeof file === 'string') bins.set(command, { package: name, file: `${path}/${file.replace(/^\.?\//, '')}` });
    }
  }
  return bins;
}

function missingFrom(locked: JsonObject, manifest: Manifest, versionOf: (name: string) => string | undefined = () => undefined): string[] {
  return (['dependencies', 'optionalDependencies', 'devDependencies'] as const).flatMap(field => {
    const held = ownProperty(locked, field);
    const object = isJsonObject(held) ? held : {};
    return Object.entries(manifest[field]).filter(([name, range]) =>
      ownProperty(object, name) !== range
      // A frozen install asks whether the version that is locked will do, not whether the range is the same.
      && !allows(range, versionOf(name))
      // npm drops from `dependencies` what `optionalDependencies` names too.
      && !(field === 'dependencies' && Object.hasOwn(manifest.optionalDependencies, name))).map(([name]) => name);
  });
}

function allows(range: string, version: string | undefined): boolean {
  return version !== undefined && semver.validRange(range) !== null && semver.satisfies(version, range);
}

/**
 * The version of a dependency that a package loads: one of its own, or one at the top.
 */
function versionIn(packages: JsonObject, directory: string, name: string): string | undefined {
  const entry = [...directory === '' ? [] : [`${directory}/node_modules/${name}`], `node_modules/${name}`]
    .map(path => ownProperty(packages, path)).find(isJsonObject);
  return typeof entry?.version === 'string' ? entry.version : undefined;
}

/**
 * Version 1: a tree by name, without install scripts and commands.
 */
function readDependencies(tree: unknown, format: string): LockfileReading {
  const packages: LockedPackage[] = [];
  const queue = [tree];
  for (const dependencies of queue) {
    for (const [name, entry] of Object.entries(isJsonObject(dependencies) ? dependencies : {})) {
      if (!isJsonObject(entry)) continue;
      const version = String(entry.version ?? '');
      packages.push({ name, version, dependencies: keysOf(entry.requires), source: /^(git[+:]|github:|file:)/.test(version) });
      queue.push(entry.dependencies);
    }
  }
  const top = isJsonObject(tree) ? tree : {};
  return {
    format,
    packages,
    missing: manifest => Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).filter(name => !Object.hasOwn(top, name)),
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 1).replace(/^ode_modules\//, '');
}

function keysOf(object: unknown): string[] {
  return isJsonObject(object) ? Object.keys(object) : [];
}
