import { lstatSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const MODULES = 'node_modules';
/** Directories in which package managers keep the packages that they link to. */
const STORES = ['.pnpm', '.store'];
const LARGEST_TEXT = 4 * 1024 * 1024;

/** A package as it was installed. */
export interface InstalledPackage {
  readonly name: string;
  readonly directory: string;
  readonly manifest: { readonly [field: string]: unknown };
  /** Sizes of its files by their paths, without the packages that are installed in it. */
  readonly files: ReadonlyMap<string, number>;
  /** The text of a file. */
  text(path: string): string;
}

/** The packages that are installed below directories. Links are not followed: what they lead to is found where it lies. */
export function installedBelow(directories: readonly string[]): InstalledPackage[] {
  const found: InstalledPackage[] = [];
  const visitPackage = (name: string, directory: string) => {
    const files = new Map<string, number>();
    visit(directory, '', files);
    if (files.has('package.json')) found.push(packageOf(name, directory, files));
  };
  const visitModules = (directory: string, scope: string) => {
    for (const name of subdirectories(directory)) {
      const path = join(directory, name);
      if (scope === '' && STORES.includes(name)) {
        for (const entry of subdirectories(path)) visit(join(path, entry), '', new Map());
        for (const entry of subdirectories(path).filter(each => isDirectory(join(path, each, 'package')))) visitPackage(storedName(join(path, entry, 'package')), join(path, entry, 'package'));
      } else if (scope === '' && name.startsWith('@')) {
        visitModules(path, `${name}/`);
      } else if (!name.startsWith('.')) {
        visitPackage(`${scope}${name}`, path);
      }
    }
  };
  const visit = (directory: string, prefix: string, files: Map<string, number>) => {
    for (const entry of readdirSync(join(directory, prefix), { withFileTypes: true })) {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      if (entry.isDirectory() && entry.name === MODULES) visitModules(join(directory, path), '');
      else if (entry.isDirectory()) visit(directory, path, files);
      else if (entry.isFile()) files.set(path, lstatSync(join(directory, path)).size);
    }
  };
  for (const directory of directories.filter(isDirectory)) {
    if (/(^|\/)node_modules\/?$/.test(directory)) visitModules(directory, '');
    else visit(directory, '', new Map());
  }
  return found;
}

function packageOf(name: string, directory: string, files: ReadonlyMap<string, number>): InstalledPackage {
  const text = (path: string) => files.get(path)! > LARGEST_TEXT ? '' : readFileSync(join(directory, path), 'utf8');
  return { name, directory, files, text, manifest: objectOf(text('package.json')) };
}

/** The name of a package that lies in a store by another one. */
function storedName(directory: string): string {
  try {
    return String(objectOf(readFileSync(join(directory, 'package.json'), 'utf8')).name);
  } catch {
    return '';
  }
}

function objectOf(text: string): { readonly [field: string]: unknown } {
  try {
    const value = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function subdirectories(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(({ name }) => name).sort();
}

function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
