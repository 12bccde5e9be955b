import { InstalledTree } from '../shared/installed-tree';
import { bytesOf, countOf } from '../shared/sizes';
import { Decision } from './decide';

const NAMED = 12;

/** Report of a bundling, for programs. */
export interface BundlingReport {
  readonly esbuild: string;
  /** Why nothing was bundled. */
  readonly refused?: string;
  readonly bundles: ReadonlyArray<{ readonly file: string; readonly bytes: number }>;
  readonly bundled: ReadonlyArray<{ readonly name: string; readonly version: string; readonly readsFiles: boolean }>;
  /** Packages that stay outside; `needed` is true if that is for another one that does. */
  readonly outside: ReadonlyArray<{ readonly name: string; readonly reason: string; readonly needed: boolean }>;
  /** Files of the application that are not bundled. */
  readonly files: ReadonlyArray<{ readonly path: string; readonly reason: string }>;
}

export function reportOf({ bundles, outside, bundled, read, refused }: Decision, { packages }: InstalledTree, esbuild: string): BundlingReport {
  const nameOf = (directory: string) => packages.get(directory)?.name ?? directory;
  return {
    esbuild,
    ...refused === undefined ? {} : { refused },
    bundles: bundles.flatMap(({ outputs }) => outputs).filter(({ path }) => !path.endsWith('.LEGAL.txt')).map(({ path, contents }) => ({ file: path, bytes: contents.length })),
    bundled: bundled.map(directory => ({ name: nameOf(directory), version: String(packages.get(directory)?.manifest.version ?? ''), readsFiles: read.has(directory) })),
    outside: refused === undefined
      ? [...outside.packages].map(([directory, reason]) => ({ name: nameOf(directory), reason, needed: outside.needed.has(directory) })) : [],
    files: refused === undefined ? [...outside.files].map(([path, reason]) => ({ path, reason })) : [],
  };
}

/** Lines of the log of a bundling. */
export function linesOf({ refused, bundles, bundled, outside, files }: BundlingReport, own: number): string[] {
  if (refused !== undefined) return [`nothing is bundled, and the image is as without the prop "bundling": ${refused}`];
  const code = bundles.filter(({ file }) => !file.endsWith('.map'));
  const first = outside.filter(({ needed }) => !needed);
  const readers = bundled.filter(({ readsFiles }) => readsFiles).map(({ name }) => name);
  return [
    `bundled ${bundled.length} packages and ${countOf(own)} of the application into ${code.map(({ file, bytes }) => `${file} (${bytesOf(bytes)})`).join(', ')}`,
    ...readers.length > 0 ? [`  with their files beside, which they read: ${listed(readers)}`] : [],
    ...outside.length > 0 ? [`  outside are ${outside.length} packages`] : [],
    ...first.map(({ name, reason }) => `    ${name}: ${reason}`),
    ...outside.length > first.length ? [`    and what these need: ${listed(outside.filter(({ needed }) => needed).map(({ name }) => name))}`] : [],
    ...files.slice(0, NAMED).map(({ path, reason }) => `  ${path} is not bundled: ${reason}`),
    ...files.length > NAMED ? [`  and ${files.length - NAMED} files more, which the report names`] : [],
  ];
}

function listed(names: readonly string[]): string {
  return names.length > NAMED ? `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more` : names.join(', ');
}
