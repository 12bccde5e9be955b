import { isDevelopmentDependency, Manifest } from '../manifest/manifest';
import { LockedBin, LockfileReading } from '../package-managers/definition/definition';

/**
 * The lockfile of a monorepo as one of its packages sees it: commands lie in its own `node_modules` or in the root's.
 */
export function relocated(reading: LockfileReading, path: string, manifest: Manifest): LockfileReading {
  if (!reading.bins) return reading;
  const up = '../'.repeat(path.split('/').length);
  const bins = new Map<string, LockedBin>();
  for (const [command, bin] of reading.bins) bins.set(command, { ...bin, file: up + bin.file });
  for (const [command, bin] of reading.binsIn?.(path) ?? []) bins.set(command, { ...bin, file: bin.file.slice(path.length + 1) });
  // What is a development dependency here may be one of production elsewhere.
  for (const [command, bin] of bins) {
    if (isDevelopmentDependency(manifest, bin.package)) bins.delete(command);
  }
  return { ...reading, bins };
}
