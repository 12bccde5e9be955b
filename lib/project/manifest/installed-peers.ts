import { sortedUnique } from '../files/relative-path';
import { Findings, listed } from '../model/findings';
import { declaredDependencies, Manifest } from './manifest';

/**
 * Which peer dependencies of a project itself an install brings.
 */
export interface InstalledPeers {
  /** True if also those that may be missing. */
  readonly optional: boolean;

  /** True if a production install brings also those that are development dependencies, too. */
  readonly development: boolean;
}

/**
 * A manifest whose dependencies are what a production install of it brings: with its peer dependencies, where the
 * package manager installs them.
 */
export function withInstalledPeers(manifest: Manifest, peers: InstalledPeers | undefined): Manifest {
  if (!peers) return manifest;
  const declared = { ...peers.optional ? manifest.optionalPeers : {}, ...manifest.peerDependencies };
  const installed = Object.entries(declared).filter(([name]) => peers.development || !Object.hasOwn(manifest.devDependencies, name));
  return installed.length === 0 ? manifest : { ...manifest, dependencies: { ...Object.fromEntries(installed), ...manifest.dependencies } };
}

/**
 * Warns of peer dependencies that no install brings, and that no other manifest of these declares: a package manager that
 * installs none leaves them to whoever uses the package, and an application is used by nobody.
 */
export function warnOfMissingPeers(manifests: readonly Manifest[], manager: string, peers: InstalledPeers | undefined, findings: Findings) {
  if (peers) return;
  const declared = new Set(manifests.flatMap(manifest => [manifest.name, ...Object.keys(declaredDependencies(manifest))]));
  const missing = sortedUnique(manifests.flatMap(({ peerDependencies }) => Object.keys(peerDependencies)).filter(name => !declared.has(name)));
  if (missing.length === 0) return;
  findings.warn('peer-dependencies', `${manager} does not install the peer dependencies ${listed(missing)} of the project itself, so they are missing where it runs: `
    + 'name them in "dependencies", or in "peerDependenciesMeta" as optional if nothing imports them');
}
