import { lstatSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { manifestIn, packagesIn } from './packages-in';

const MODULES = 'node_modules';
const LARGEST_TEXT = 4 * 1024 * 1024;

/** A package as it was installed. */
export interface InstalledPackage {
  readonly name: string;
  readonly directory: string;
  /** Empty where it cannot be read. */
  readonly manifest: { readonly [field: string]: unknown };
  /** Sizes of its files by their paths, without the packages that are installed in it. */
  readonly files: ReadonlyMap<string, number>;
  /** The text of a file; none of what is too large to be code. */
  text(path: string): string;
}

/** The packages that are installed below directories. Links are not followed: what they lead to is found where it lies. */
export function installedBelow(directories: readonly string[]): InstalledPackage[] {
  return directories.filter(isDirectory).flatMap(directory => (/(^|\/)node_modules\/?$/.test(directory) ? [directory] : modulesBelow(directory)).flatMap(installedIn));
}

/** Packages that a package declares to load: peers too, and those that it can do without, as far as they are there. */
export function asksFor(manifest: InstalledPackage['manifest']): string[] {
  return ['dependencies', 'optionalDependencies', 'peerDependencies', 'peerDependenciesMeta']
    .flatMap(field => typeof manifest[field] === 'object' && manifest[field] !== null ? Object.keys(manifest[field] as object) : []);
}

function installedIn(modules: string): InstalledPackage[] {
  return packagesIn(modules).filter(({ path }) => isDirectory(path)).flatMap(({ name, path }) => {
    const files = filesOf(path);
    const text = (file: string) => files.get(file)! > LARGEST_TEXT ? '' : readFileSync(join(path, file), 'utf8');
    const own = files.has('package.json') ? [{ name, directory: path, manifest: manifestIn(path) ?? {}, files, text }] : [];
    return [...own, ...modulesBelow(path).flatMap(installedIn)];
  });
}

/** The nearest `node_modules` below a directory. */
function modulesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).filter(entry => entry.isDirectory())
    .flatMap(({ name }) => name === MODULES ? [join(directory, name)] : modulesBelow(join(directory, name)));
}

function filesOf(directory: string): Map<string, number> {
  const files = new Map<string, number>();
  const visit = (prefix: string) => {
    for (const entry of readdirSync(join(directory, prefix), { withFileTypes: true })) {
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory() && entry.name !== MODULES) visit(`${path}/`);
      else if (entry.isFile()) files.set(path, lstatSync(join(directory, path)).size);
    }
  };
  visit('');
  return files;
}

function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
