import { sortedUnique } from '../files/relative-path';
import { listed } from '../model/findings';
import { InstalledPeers } from './installed-peers';
import { Manifest } from './manifest';
import { PackageReader } from './package-reader';

/**
 * Questions for deciding on production dependencies.
 */
export interface ProductionDependencyReader extends Pick<PackageReader, 'files' | 'findings'> {
  /**
   * The manifests whose dependencies lie beside one another: the root's are installed beside those of a package, and those of
   * all packages in the image of the root.
   */
  readonly installedManifests: readonly Manifest[];
  readonly peers: InstalledPeers | undefined;
}

/**
 * Decides which packages a production install brings.
 */
export function detectProductionDependencies({ files, installedManifests, peers, findings }: ProductionDependencyReader): string[] {
  const names = sortedUnique(installedManifests.flatMap(productionNames));
  const kinds = peers ? 'dependencies, optionalDependencies, and the peerDependencies, which are installed' : 'dependencies and optionalDependencies';
  findings.decide('productionDependencies', listed(names), files.manifestSource('dependencies'), kinds);
  return names;
}

/**
 * The names of the packages that a production install of a manifest brings.
 */
export function productionNames({ dependencies, optionalDependencies }: Manifest): string[] {
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies)];
}
