import { InstalledPackage } from '../shared/installed';
import { bytesOf, countOf } from '../shared/sizes';
import { KIND_TEXTS } from './kinds';
import { Pruned } from './prune';

/** So many packages are named for each reason. */
const NAMED = 3;

/** Report in the log of a build: a line for each reason, and where most of it was. */
export function reportOf(packages: readonly InstalledPackage[], pruned: readonly Pruned[]): string[] {
  const all = packages.reduce((sum, { files }) => sum + [...files.values()].reduce((size, each) => size + each, 0), 0);
  const sizeOf = (files: readonly Pruned[]) => files.reduce((sum, { package: own, path }) => sum + own.files.get(path)!, 0);
  const groups = Object.entries(KIND_TEXTS)
    .map(([kind, text]) => ({ text, files: pruned.filter(each => each.kind === kind) }))
    .filter(({ files }) => files.length > 0);
  return [
    `${packages.length} ${packages.length === 1 ? 'package' : 'packages'}, ${bytesOf(all)}; ${bytesOf(all - sizeOf(pruned))} without what nothing loads`,
    ...groups.map(({ text, files }) => `  ${text}: ${countOf(files.length)}, ${bytesOf(sizeOf(files))} (${largest(files)})`),
  ];
}

function largest(files: readonly Pruned[]): string {
  const sizes = new Map<string, number>();
  for (const { package: own, path } of files) sizes.set(own.name, (sizes.get(own.name) ?? 0) + own.files.get(path)!);
  const names = [...sizes].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1)).map(([name]) => name);
  return names.length > NAMED ? `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more` : names.join(', ');
}
