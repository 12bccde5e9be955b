import { mkdirSync } from 'fs';
import { dirname, join } from 'path';
import { asksFor } from '../shared/installed';
import { InstalledTree } from '../shared/installed-tree';
import { STORE } from '../shared/package-managers';
import { manifestIn } from '../shared/packages-in';
import { move } from './move';

const MODULES = 'node_modules';
/** A directory that is moved as a whole: a package with what is nested in it, or its directory in the store of the package manager. */
const UNIT = new RegExp(`^${MODULES}/(?:(?:${STORE})/[^/]+|(?:@[^/]+/)?[^./@][^/]*)(?=/|$)`);

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
  for (const unit of unitsOf(new InstalledTree(['.', gathered]), packages)) {
    mkdirSync(dirname(join(target, unit)), { recursive: true });
    move(unit, join(target, unit));
  }
}

function unitsOf(installed: InstalledTree, packages: readonly string[]): string[] {
  const units = new Set<string>();
  const seen = new Set(packages);
  for (const directory of seen) {
    const unit = UNIT.exec(directory)?.[0];
    if (unit !== undefined) units.add(unit);
    const manifest = installed.packages.get(directory)?.manifest ?? manifestIn(directory) ?? {};
    asksFor(manifest).flatMap(name => installed.find(name, directory) ?? []).forEach(found => seen.add(found));
  }
  return [...units].sort();
}
