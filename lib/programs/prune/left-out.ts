import { existsSync, readdirSync, readFileSync, readlinkSync } from 'fs';
import { basename, dirname, join, posix } from 'path';
import { InstalledPackage } from '../shared/installed';
import { STORE } from '../shared/package-managers';
import { Pruned } from './prune';

const MODULES = 'node_modules';
/** Where each package has a directory of its own, in which links lead to those that it needs. */
const IN_STORE = new RegExp(`(^|/)(${STORE})/[^/]+/node_modules(/@[^/]+)?$`);

/** Packages that are left out whole, and the links that lead to them. */
export class LeftOut {
  /** The packages that stay. */
  public readonly packages: readonly InstalledPackage[];
  /** Files that are left out. */
  public readonly files: readonly Pruned[];
  /** True if a package stays, by where it lies in the image. */
  private readonly stays = new Map<string, boolean>();

  /** @param paths where the packages lie in the image */
  constructor(installed: readonly InstalledPackage[], paths: readonly string[]) {
    const out = new Set(paths);
    const isOut = ({ directory }: InstalledPackage) => out.has(inImage(directory));
    this.packages = installed.filter(own => !isOut(own));
    const wholeOf = (own: InstalledPackage) => [...own.files.keys()].map(path => ({ package: own, path, kind: 'unloaded' as const }));
    this.files = installed.filter(isOut).flatMap(wholeOf);
    for (const own of installed) this.stays.set(inImage(own.directory), !isOut(own));
  }

  /** Links to packages that are left out, in them, and beside them in a store; and the programs by which they are called. */
  public linksBelow(directories: readonly string[]): string[] {
    if (this.files.length === 0) return [];
    const lost = directories.filter(directory => existsSync(directory)).flatMap(directory => this.linksIn(directory));
    const links = new Set(lost.map(inImage));
    const programs = directories.filter(directory => existsSync(directory)).flatMap(directory => programsBelow(directory))
      .filter(path => targetsOf(path).some(target => this.isOut(target) || [target, ...posixAncestors(target)].some(each => links.has(each))));
    return [...lost, ...programs];
  }

  private linksIn(directory: string): string[] {
    const entries = readdirSync(directory, { withFileTypes: true });
    const alone = IN_STORE.test(directory) && !this.hasPackage(directory.replace(/\/@[^/]+$/, ''));
    return entries.flatMap(entry => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return this.linksIn(path);
      if (!entry.isSymbolicLink()) return [];
      const from = inImage(path);
      return alone || this.isOut(from) || this.isOut(posix.normalize(posix.join(posix.dirname(from), readlinkSync(path)))) ? [path] : [];
    });
  }

  /** True if one of the packages that lie in a directory stays. */
  private hasPackage(directory: string): boolean {
    const prefix = `${inImage(directory)}/`;
    return [...this.stays].some(([path, stays]) => stays && path.startsWith(prefix));
  }

  /** True if a path is a package that is left out, or in one. */
  private isOut(path: string): boolean {
    const nearest = [path, ...posixAncestors(path)].find(each => this.stays.has(each));
    return nearest !== undefined && this.stays.get(nearest) === false;
  }
}

/** Where a path lies in the image: what is installed in packages of a monorepo was put elsewhere. */
function inImage(path: string): string {
  return path.replace(/^\/modules\//, '');
}

function posixAncestors(path: string): string[] {
  const above: string[] = [];
  for (let at = posix.dirname(path); at !== '.' && at !== '/' && !at.endsWith('..'); at = posix.dirname(at)) above.push(at);
  return above;
}

/** Scripts by which pnpm calls programs. */
function programsBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap(entry => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return programsBelow(path);
    return entry.isFile() && basename(dirname(path)) === '.bin' && basename(dirname(dirname(path))) === MODULES ? [path] : [];
  });
}

function targetsOf(program: string): string[] {
  const found = /\$basedir\/(\.\.\/[^"\s]+)"? +"\$@"/.exec(readFileSync(program, 'utf8').slice(0, 10_000))?.[1];
  return found === undefined ? [] : [posix.normalize(posix.join(posix.dirname(inImage(program)), found))];
}
