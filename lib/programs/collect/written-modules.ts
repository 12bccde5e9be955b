import { existsSync, lstatSync, readdirSync, readFileSync, Stats } from 'fs';
import { join } from 'path';
import { isMemory } from '../shared/file-kinds';
import { STORES } from '../shared/package-managers';
import { ancestors } from './paths';

/** Trees with installed dependencies. */
export interface InstalledTrees {
  /** The project after its build. */
  readonly root: string;
  /** Its dependencies before the build. */
  readonly before: string;
  /** The dependencies of the image. */
  readonly production: string;
}

const MODULES = 'node_modules';
/** Directories that package managers and tools keep beside the packages. */
const NO_PACKAGE = /^(\.bin|\.cache|\.vite|\.vite-temp|\.vitest|\.tmp|\.store|\.modules\.yaml|\.package-lock\.json|\.yarn-.*|\.pnpm-workspace-state.*|\.astro|\.nitro|\.c12|\.strapi|\.unimport)$/;

/**
 * Files that a build wrote into `node_modules` that the dependencies of the image lack: a client that is generated there, or a
 * patched file. The files of a package that the image does not have are passed over.
 *
 * @param directories where a `node_modules` may lie
 */
export function writtenModules({ root, before, production }: InstalledTrees, directories: Iterable<string>): string[] {
  const files: string[] = [];
  const lies = (tree: string, path: string) => statsOf(join(tree, path));

  /** Where the image has the directory too, what the build changed in it; all of it where the build made it. */
  const visit = (directory: string, made: boolean) => {
    for (const entry of readdirSync(join(root, directory), { withFileTypes: true }).sort((a, b) => a.name < b.name ? -1 : 1)) {
      const path = `${directory}/${entry.name}`;
      if (isMemory(entry.name)) continue;
      if (entry.isDirectory()) {
        if (entry.name === MODULES && !made) continue;
        visit(path, made || !lies(before, path)?.isDirectory());
      } else if (made ? !same(root, production, path) : !same(root, before, path) && !same(root, production, path)) {files.push(path);}
    }
  };
  const visitPackages = (modules: string) => {
    for (const name of readdirSync(join(root, modules))) {
      const path = `${modules}/${name}`;
      if (NO_PACKAGE.test(name) || isMemory(name) || !lies(root, path)?.isDirectory()) continue;
      if (STORES.includes(name)) {
        // copies of packages of the project are made anew from what the release has of them
        const packages = readdirSync(join(root, path)).filter(each => !each.includes('@file+') && existsSync(join(root, path, each, MODULES)));
        packages.forEach(each => visitPackages(`${path}/${each}/${MODULES}`));
      } else if (name.startsWith('@')) {
        visitPackages(path);
      } else {
        // no package has a name with a dot in front: it is not for the package manager to bring it
        const made = name.startsWith('.') ? !lies(production, path) : !lies(before, path);
        if (made || lies(production, path)) visit(path, made);
      }
    }
  };
  for (const directory of new Set(directories)) {
    const modules = directory === '' ? MODULES : `${directory}/${MODULES}`;
    if (lies(root, modules)?.isDirectory()) visitPackages(modules);
  }
  return files;
}

/**
 * The `node_modules` that a build installed in directories of the project whose code starts, as for a server in a directory
 * of its own: those that this code loads packages from. The dependencies of the image know nothing of them.
 *
 * @param code the code that the start leads to
 */
export function modulesOfBuild({ root, production }: InstalledTrees, code: Iterable<string>): string[] {
  const files = [...code];
  return [...new Set(files.flatMap(ancestors))].sort()
    .map(directory => ({ modules: `${directory}/${MODULES}`, own: files.filter(path => path.startsWith(`${directory}/`)) }))
    .filter(({ modules }) => !modules.startsWith(`${MODULES}/`) && !modules.includes(`/${MODULES}/${MODULES}`))
    .filter(({ modules }) => statsOf(join(root, modules))?.isDirectory() === true && statsOf(join(production, modules)) === undefined)
    .filter(({ modules, own }) => own.some(path => packagesOf(readFileSync(join(root, path), 'utf8')).some(name => statsOf(join(root, modules, name)) !== undefined)))
    .map(({ modules }) => modules);
}

/** The packages that code loads by name. A file for browsers has them in it, so that it names none. */
function packagesOf(text: string): string[] {
  return [...text.matchAll(/(?:\brequire\(|\bimport\(|\bfrom|\bimport)\s*['"]((?:@[\w.-]+\/)?\w[\w.-]*)/g)].map(([, name]) => name);
}

/** Installed modules for development alone, as far as the package manager wrote it down. */
export function developmentModules(root: string, modules: string): string[] {
  const parent = modules.slice(0, -MODULES.length);
  try {
    const { packages } = JSON.parse(readFileSync(join(root, modules, '.package-lock.json'), 'utf8')) as { packages: Record<string, { dev?: boolean }> };
    return Object.keys(packages).filter(path => packages[path].dev === true).map(path => `${parent}${path}`);
  } catch {
    return [];
  }
}

function statsOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function same(root: string, other: string, path: string): boolean {
  const [now, then] = [statsOf(join(root, path))!, statsOf(join(other, path))];
  if (then === undefined || now.isFile() !== then.isFile()) return false;
  if (!now.isFile()) return true;
  return now.size === then.size && (now.mtimeMs === then.mtimeMs || readFileSync(join(root, path)).equals(readFileSync(join(other, path))));
}
