import { lstatSync, mkdirSync, readFileSync, readlinkSync } from 'fs';
import { dirname, join, posix } from 'path';
import { STORES } from '../shared/package-managers';
import { move } from './move';

const MODULES = 'node_modules';
/** A directory that is moved as a whole: a package with what is nested in it, or its directory in the store of the package manager. */
const UNIT = new RegExp(`^${MODULES}/(?:(?:${STORES.map(name => name.replace('.', '\\.')).join('|')})/[^/]+|(?:@[^/]+/)?[^./@][^/]*)(?=/|$)`);

interface PackageManifest {
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

/**
 * Moves what some packages of a monorepo load, and all that this loads in turn, to the same paths below a directory. It is the same for
 * every image that needs these packages, whatever else the image has.
 *
 * @param target the directory
 * @param gathered where the dependencies lie that were installed in packages, and links between packages
 * @param packages paths of the packages; `.` is the root
 */
export function share(target: string, gathered: string, packages: readonly string[]): void {
  mkdirSync(join(target, MODULES), { recursive: true });
  for (const unit of unitsOf(new Installed(gathered), packages)) {
    mkdirSync(dirname(join(target, unit)), { recursive: true });
    move(unit, join(target, unit));
  }
}

function unitsOf(installed: Installed, packages: readonly string[]): string[] {
  const units = new Set<string>();
  const seen = new Set(packages);
  for (const directory of seen) {
    const unit = UNIT.exec(directory)?.[0];
    if (unit !== undefined) units.add(unit);
    const { dependencies, optionalDependencies, peerDependencies } = installed.manifest(directory);
    Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })
      .flatMap(name => installed.find(directory, name) ?? [])
      .forEach(found => seen.add(found));
  }
  return [...units].sort();
}

/** Dependencies in their places, though some have been moved to a directory of their own. */
class Installed {
  constructor(private readonly gathered: string) {}

  public manifest(directory: string): PackageManifest {
    const file = this.place(posix.join(directory, 'package.json'));
    return file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  }

  /** The directory of a package as Node.js finds it from another one. */
  public find(from: string, name: string): string | undefined {
    for (let directory = from; ; directory = posix.dirname(directory)) {
      const path = posix.basename(directory) === MODULES ? posix.join(directory, name) : posix.join(directory, MODULES, name);
      if (this.place(path) !== undefined) return this.target(path);
      if (directory === '.') return undefined;
    }
  }

  private target(path: string): string {
    const place = this.place(path)!;
    return lstatSync(place).isSymbolicLink() ? posix.join(posix.dirname(path), readlinkSync(place)) : path;
  }

  private place(path: string): string | undefined {
    return [path, join(this.gathered, path)].find(each => lstatSync(each, { throwIfNoEntry: false }) !== undefined);
  }
}

