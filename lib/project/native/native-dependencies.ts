import * as semver from 'semver';
import { LockedPackage } from '../model/locked-package';
import { COMPILED, COMPILED_WITH, COMPILING_TOOLS, KnownPackage, WITHOUT_COMPILER } from './known-packages';

/**
 * A dependency whose install may need a compiler, and why.
 */
export interface NativeDependency {
  readonly name: string;
  readonly reason: string;
  /** True if it comes from git or from a directory. */
  readonly source: boolean;
}

const UNKNOWN = 'what its install script does is not known';

const needsNone = byName(WITHOUT_COMPILER);
const compiled = byName(COMPILED);

/**
 * The dependencies whose install may need a compiler, each name once.
 *
 * @param allowed the names of those whose install scripts run; undefined if the scripts of all do
 */
export function nativeDependencies(packages: readonly LockedPackage[], allowed?: ReadonlySet<string>): NativeDependency[] {
  const found = new Map<string, NativeDependency>();
  for (const locked of packages) {
    const reason = found.has(locked.name) ? undefined : reasonOf(locked, allowed);
    if (reason !== undefined) found.set(locked.name, { name: locked.name, reason, source: locked.source });
  }
  return [...found.values()].sort((a, b) => a.name < b.name ? -1 : 1);
}

/**
 * The names of dependencies that run an install script of which nothing tells what it does: it is none of a known package, and
 * it compiles nothing.
 */
export function unexplainedScripts(packages: readonly LockedPackage[]): string[] {
  return [...new Set(packages.filter(locked => reasonOf(locked, undefined) === UNKNOWN).map(({ name }) => name))].sort();
}

function reasonOf(locked: LockedPackage, allowed: ReadonlySet<string> | undefined): string | undefined {
  if (locked.source) return 'it comes from git or from a directory';
  if (allowed?.has(locked.name) === false || isTrueOf(needsNone.get(locked.name), locked)) return undefined;
  const known = compiled.get(locked.name);
  if (known && isTrueOf(known, locked)) return known.reason;
  // Also without an install script: npm compiles what has a binding.gyp, and does not record that in the lockfile.
  const tools = !allowed && locked.installScript === false ? COMPILED_WITH : COMPILING_TOOLS;
  const tool = locked.dependencies.find(name => tools.has(name));
  if (tool !== undefined) return `it depends on ${tool}`;
  return allowed || locked.installScript ? UNKNOWN : undefined;
}

function isTrueOf(known: KnownPackage | undefined, { version }: LockedPackage): boolean {
  if (!known || known.versions === undefined) return known !== undefined;
  return semver.valid(version) !== null && semver.satisfies(version!, known.versions, { includePrerelease: true });
}

function byName(packages: readonly KnownPackage[]): Map<string, KnownPackage> {
  return new Map(packages.map(known => [known.name, known]));
}
