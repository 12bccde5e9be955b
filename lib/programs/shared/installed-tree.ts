import { lstatSync, readlinkSync } from 'fs';
import { join, posix } from 'path';
import { InstalledPackage, installedBelow } from './installed';

const MODULES = 'node_modules';
/** As many links as Linux follows. */
const MOST_LINKS = 40;

/** The packages of an image as Node.js finds them. Paths are relative to where the application lies. */
export class InstalledTree {
  /** The packages by their directories. */
  public readonly packages = new Map<string, InstalledPackage>();
  /** The names by which packages are found. */
  public readonly names = new Set<string>();

  /**
   * @param roots directories that lie above each other: what the install made, and where it put what is in packages of a monorepo
   */
  constructor(private readonly roots: readonly string[]) {
    for (const root of roots) {
      for (const each of installedBelow([root])) {
        this.packages.set(posix.relative(root, each.directory), each);
        this.names.add(each.name);
      }
    }
  }

  /** The directory of a package where a file in a directory asks for it; undefined where there is none. */
  public find(name: string, directory: string): string | undefined {
    for (let at = directory; ; at = posix.dirname(at)) {
      const base = at === '.' ? '' : at;
      if (posix.basename(base) !== MODULES) {
        const path = posix.join(base, MODULES, name);
        if (this.exists(path)) return this.real(path);
      }
      if (base === '' || base.startsWith('..')) return undefined;
    }
  }

  /** The package that an address names, at whatever place it lies. */
  public named(name: string): string[] {
    return [...this.packages].filter(([, each]) => each.name === name).map(([directory]) => directory);
  }

  private exists(path: string): boolean {
    return this.roots.some(root => lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined);
  }

  /** Where links lead to. What is above a package is none, but a scope or a store that is found through one. */
  private real(path: string): string {
    let at = path;
    for (let links = 0; links < MOST_LINKS; links++) {
      const target = this.roots.map(root => linkAt(join(root, at))).find(each => each !== undefined);
      if (target === undefined) return at;
      at = posix.normalize(posix.join(posix.dirname(at), target));
    }
    return at;
  }
}

function linkAt(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(path) : undefined;
}
