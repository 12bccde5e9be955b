import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { STORES } from './package-managers';

/** Directories in which package managers keep packages beside where they are found: Bun, pnpm, npm and Yarn with linked packages. */
const ALL_STORES = [...STORES, '.store'];

/** Where a package lies, or a link to it. */
export interface PackageLocation {
  /** The name by which it is found, or in a store of Yarn the one in its manifest. */
  readonly name: string;
  readonly path: string;
}

/** The packages in a `node_modules` and in the stores in it, without those that are installed in them. */
export function packagesIn(modules: string): PackageLocation[] {
  return namesIn(modules).flatMap(name => {
    const path = join(modules, name);
    if (ALL_STORES.includes(name)) return namesIn(path).flatMap(entry => inStore(join(path, entry)));
    if (name.startsWith('@')) return namesIn(path).map(inner => ({ name: `${name}/${inner}`, path: join(path, inner) }));
    return name.startsWith('.') ? [] : [{ name, path }];
  });
}

function namesIn(directory: string): string[] {
  return existsSync(directory) && statSync(directory).isDirectory() ? readdirSync(directory).sort() : [];
}

/** Yarn has the package in a directory of its own, the others have it among those that it finds. */
function inStore(entry: string): PackageLocation[] {
  const own = join(entry, 'package');
  const name = manifestIn(own)?.name;
  return [...typeof name === 'string' ? [{ name, path: own }] : [], ...packagesIn(join(entry, 'node_modules'))];
}

/** The manifest in a directory, if there is one that can be read. */
export function manifestIn(directory: string): { readonly [field: string]: unknown } | undefined {
  const file = join(directory, 'package.json');
  if (!existsSync(file)) return undefined;
  try {
    const value = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
