import { InstalledPackage } from '../shared/installed';
import { Circumstances, Kind, kindOf } from './kinds';
import { isRead, Named } from './named';
import { Platform } from './platform';

/** Packages by which types are read while the application runs. */
const READ_TYPES = ['typescript', 'ts-morph', '@ts-morph/common', '@typescript/native-preview'];
/** Packages that load TypeScript, out of packages as well. */
const LOAD_TYPESCRIPT = [
  ...READ_TYPES, 'tsx', 'ts-node', 'ts-node-dev', 'tsm', 'jiti', 'sucrase', 'esbuild-register', 'esbuild-runner', '@swc-node/register', '@swc-node/core', '@swc/register', '@babel/register',
  '@oxc-node/core', 'bun', '@adonisjs/ts-execution', 'ts-blank-space', 'amaro',
];
/** Packages that read source maps. */
const READ_MAPS = ['source-map-support', '@cspotcode/source-map-support'];

/** How much is left out. */
export interface PruneSettings {
  readonly platform: Platform;
  /** True if Node.js is told to read source maps, by how it starts or by the application. */
  readonly sourceMaps: boolean;
  /** True if what runs the application loads TypeScript. */
  readonly typescript: boolean;
  /** True if the user keeps a file, by `<package>/<path>`. */
  keeps(path: string): boolean;
  removes(path: string): boolean;
}

/** A file that is left out. */
export interface Pruned {
  readonly package: InstalledPackage;
  readonly path: string;
  readonly kind: Kind;
}

/**
 * Which files of installed packages nothing loads or reads.
 *
 * @param said what the application names in them
 */
export function prune(packages: readonly InstalledPackage[], settings: PruneSettings, said: readonly string[]): Pruned[] {
  const names = new Set(packages.map(({ name }) => name));
  const named = new Named(packages);
  said.forEach(each => named.readText(each));
  const circumstances: Circumstances = {
    platform: settings.platform,
    readsTypes: READ_TYPES.some(name => names.has(name)),
    loadsTypeScript: settings.typescript || LOAD_TYPESCRIPT.some(name => names.has(name)),
    readsMaps: settings.sourceMaps || READ_MAPS.some(name => names.has(name)),
  };
  const candidates = new Map(packages.map(own => [own, candidatesOf(own, circumstances, settings)]));
  for (const own of packages) {
    for (const path of own.files.keys()) if (!candidates.get(own)!.has(path) && isRead(own, path)) named.read(own, path, candidates.get(own)!);
  }
  // What stays because it is named may name more.
  for (let changed = true; changed;) {
    changed = false;
    for (const own of packages) {
      const files = candidates.get(own)!;
      for (const [path, kind] of files) {
        if (!named.has(own, path, kind)) continue;
        files.delete(path);
        if (!isRead(own, path)) continue;
        named.read(own, path, files);
        changed = true;
      }
    }
  }
  return packages.flatMap(own => [...candidates.get(own)!].map(([path, kind]) => ({ package: own, path, kind })));
}

function candidatesOf(own: InstalledPackage, circumstances: Circumstances, { keeps, removes }: PruneSettings): Map<string, Kind> {
  const candidates = new Map<string, Kind>();
  for (const path of own.files.keys()) {
    const whole = `${own.name}/${path}`;
    if (keeps(whole)) continue;
    const kind = removes(whole) ? 'asked' : kindOf(path, own, circumstances);
    if (kind !== undefined) candidates.set(path, kind);
  }
  return candidates;
}
