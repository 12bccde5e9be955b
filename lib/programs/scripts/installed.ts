import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'fs';
import { dirname, join, sep } from 'path';
import { manifestIn, packagesIn } from '../shared/packages-in';

/** The scripts that an install runs in a dependency, in their order. */
export const LIFECYCLE = ['preinstall', 'install', 'postinstall'];

export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly scripts?: { readonly [name: string]: unknown };
  readonly dependencies?: Names;
  readonly devDependencies?: Names;
  readonly optionalDependencies?: Names;
  readonly peerDependencies?: Names;
  readonly peerDependenciesMeta?: { readonly [name: string]: { readonly optional?: boolean } };
}

type Names = { readonly [name: string]: unknown };

/** A package as it was installed. */
export interface Installed {
  /** The directory that it really is in. */
  readonly directory: string;
  readonly name: string;
  readonly manifest: Manifest;
  /** True if it is in the project, and `node_modules` has but a link to it. */
  readonly linked: boolean;
}

/** Every package below a directory, by the directory that it is in. */
export function installedBelow(root: string): Map<string, Installed> {
  const found = new Map<string, Installed>();
  const modules = (directory: string): void => packagesIn(directory).forEach(({ name, path }) => add(path, name));
  const add = (path: string, name: string): void => {
    if (!isDirectory(path)) return;
    const directory = realpathSync(path);
    const manifest: Manifest | undefined = manifestIn(directory);
    if (found.has(directory) || manifest === undefined) return;
    const linked = lstatSync(path).isSymbolicLink() && !directory.includes(`${sep}node_modules${sep}`);
    found.set(directory, { directory, name, manifest, linked });
    modules(join(directory, 'node_modules'));
  };
  modules(join(root, 'node_modules'));
  // With Plug'n'Play only what has scripts is unpacked.
  const unplugged = join(root, '.yarn/unplugged');
  if (isDirectory(unplugged)) readdirSync(unplugged).sort().forEach(entry => modules(join(unplugged, entry, 'node_modules')));
  return found;
}

/** The scripts of a package that an install runs, of these. What has machine code and no script of its own is built by node-gyp. */
export function scriptsOf({ directory, manifest }: Pick<Installed, 'directory' | 'manifest'>, lifecycle: readonly string[] = LIFECYCLE): [string, string][] {
  const scripts = manifest.scripts ?? {};
  const written = lifecycle.flatMap((name): [string, string][] => {
    const script = scripts[name];
    return typeof script === 'string' && script.trim() !== '' ? [[name, script]] : [];
  });
  const implicit = !scripts.install && !scripts.preinstall && existsSync(join(directory, 'binding.gyp'));
  return implicit ? [['install', 'node-gyp rebuild'], ...written] : written;
}

/** Which of the packages that a package names it finds, and whether it has to have them. */
export function dependenciesOf(item: Pick<Installed, 'directory' | 'manifest' | 'linked'>, installed: ReadonlyMap<string, Installed>): { readonly item: Installed; readonly required: boolean }[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {}, devDependencies = {} } = item.manifest;
  const named = { ...dependencies, ...peerDependencies, ...item.linked ? devDependencies : {}, ...optionalDependencies };
  return Object.keys(named).sort().flatMap(name => {
    const found = resolve(name, item.directory, installed);
    const optional = name in optionalDependencies || (!(name in dependencies) && peerDependenciesMeta[name]?.optional === true);
    return found ? [{ item: found, required: !optional }] : [];
  });
}

function resolve(name: string, from: string, installed: ReadonlyMap<string, Installed>): Installed | undefined {
  const path = join(from, 'node_modules', name);
  if (existsSync(path)) return installed.get(realpathSync(path));
  const up = dirname(from);
  return up === from ? undefined : resolve(name, up, installed);
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
