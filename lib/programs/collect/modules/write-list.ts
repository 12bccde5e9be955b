import { posix } from 'path';
import { isLockfile } from '../../../project/package-managers/traces';
import { globOf } from '../../../project/text/glob';
import { namedIn } from '../../prune/named';
import { asksFor, InstalledPackage } from '../../shared/installed';
import { InstalledTree } from '../../shared/installed-tree';
import { textOf } from '../../shared/modules-list';
import { bytesOf } from '../../shared/sizes';
import { writeFile } from '../../shared/write-file';
import { Collection } from '../collection';
import { Given } from '../given';
import { isWithin } from '../paths';
import { manifestOf, startedBy } from '../started';
import { Tree } from '../tree';
import { KEPT, Loaded, loadedPackages } from './loaded-packages';
import { packageOf, packagesByPath, quotedPackages } from './package-names';
import { serverCode } from './server-code';

/** Sources in the languages of builds: what it names may be in what was built. */
const SOURCE = /\.([cm]?[jt]sx?|vue|svelte|astro|mdx?|css|s[ac]ss|less|styl|html|ejs|pug|hbs)$|(^|\/)(tsconfig|jsconfig|components)[^/]*\.json$/;
/** Files that a server may read its settings from. */
const SETTINGS = /\.(json5?|ya?ml|toml|ini|conf)$|(^|\/)\.env[^/]*$/;
/** Packages that nothing loads that runs. */
const OF_BUILDS = /^(@types\/.+|typescript|@astrojs\/check|svelte-check|vite|esbuild|rollup|postcss|autoprefixer|tailwindcss|sass|sass-embedded|less|stylus|lightningcss|eslint(-.+)?|prettier(-.+)?)$/;
const LARGEST_TEXT = 1024 * 1024;
const isText = (path: string) => (SOURCE.test(path) || SETTINGS.test(path) || /\.sh$|(^|\/)[^.]+$/.test(path)) && !isLockfile(path);
/** So many packages are named for each reason. */
const NAMED = 8;

/** A package, and where it lies. */
type Placed = readonly [directory: string, own: InstalledPackage];

/** Writes what of the packages is not in the image, and says it. */
export function writeModulesList(given: Given, tree: Tree, { kept }: Collection, bins: ReadonlyMap<string, string>): string[] {
  const { file, gathered } = given.list!;
  const installed = new InstalledTree([given.modules!.production, ...gathered === undefined ? [] : [gathered]]);
  const released = [...new Set([...kept, ...[...tree.entries.keys()].filter(path => given.whole.some(whole => isWithin(whole.path, path)))])];
  const loaded = loadedOf(given, tree, installed, released, bins);
  const all = [...installed.packages];
  const leftOut = 'unknown' in loaded ? [] : all.filter(([directory]) => !loaded.packages.has(directory));
  const texts = [...tree.entries.values()].filter(({ path, kind, size }) => kind === 'file' && size <= LARGEST_TEXT && isText(path)).map(({ path }) => tree.text(path));
  writeFile(file, textOf({
    leftOut: leftOut.map(([directory]) => directory),
    ...namedIn(texts, name => installed.names.has(name)),
  }));
  return reportOf(loaded, all, leftOut);
}

function loadedOf(given: Given, tree: Tree, installed: InstalledTree, released: readonly string[], bins: ReadonlyMap<string, string>): Loaded {
  const [{ directory }] = given.units;
  const started = startedBy(given.start, directory, tree, bins);
  const named = new Map<string, string>();
  const name = (each: string | undefined, by: string) => {
    if (each !== undefined && installed.names.has(each) && !named.has(each)) named.set(each, by);
  };
  [...started.programs, ...started.preloads].forEach(each => name(each, 'the start command'));
  given.list!.named.forEach(each => name(packageOf(each), 'a variable of the image'));
  const manifests = new Set(given.units.map(unit => posix.join(unit.directory, 'package.json')));
  for (const path of released.filter(each => SETTINGS.test(each) && !manifests.has(each) && tree.entries.get(each)?.kind === 'file')) {
    for (const each of [...quotedPackages(tree.text(path)), ...packagesByPath(tree.text(path))]) if (!isBuiltIn(given, each)) name(each, path);
  }
  JSON.stringify(manifestOf(tree, directory).imports ?? {}).split('"').forEach(each => name(packageOf(each), 'package.json: imports'));
  const keeps = given.list!.keep.length === 0 ? () => false : globOf(given.list!.keep, { dot: true });
  for (const each of installed.names) {
    if (!keeps(`${each}/package.json`)) continue;
    named.delete(each);
    name(each, KEPT);
  }
  const sources = new Set([...tree.entries.values()].filter(({ path, kind, written, size }) => kind === 'file' && !written && size <= LARGEST_TEXT && SOURCE.test(path))
    .flatMap(({ path }) => quotedPackages(tree.text(path))));
  const dependencies = (at: string) => {
    const manifest = manifestOf(tree, at);
    return Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
  };
  return loadedPackages(installed, {
    directory,
    code: serverCode(tree, directory, [...new Set([...started.files, ...started.preloaded])]),
    named,
    declared: new Map([...new Set(['', directory])].map(each => [each, dependencies(each)])),
    isBuiltIn: each => isBuiltIn(given, each),
    explain: each => isBuiltIn(given, each) ? 'it is built into the server'
      : OF_BUILDS.test(each) ? 'a build uses it'
        : sources.has(each) ? 'sources name it, and what was built does not load it' : undefined,
    linked: at => ({
      code: serverCode(tree, at, released.filter(path => isWithin(at, path) && /\.[cm]?js$/.test(path))),
      declared: asksFor(manifestOf(tree, at)),
    }),
  });
}

function isBuiltIn({ list }: Given, name: string): boolean {
  return list!.builtIn.some(each => each === name || (each.endsWith('/*') && name.startsWith(each.slice(0, -1))));
}

function reportOf(loaded: Loaded, all: readonly Placed[], leftOut: readonly Placed[]): string[] {
  if ('unknown' in loaded) {
    return [`the image has all ${all.length} packages, ${bytesOf(sizeOf(all))}: what the server loads cannot be told, for`, `  ${loaded.unknown}`];
  }
  const sizes = new Map<string, number>();
  for (const each of leftOut) sizes.set(each[1].name, (sizes.get(each[1].name) ?? 0) + sizeOf([each]));
  const largest = [...sizes].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1)).map(([name]) => name);
  const kept = all.filter(([directory]) => loaded.packages.get(directory) === KEPT).map(([, { name }]) => name);
  const line = (text: string, names: readonly string[]) => names.length === 0 ? [] : [`  ${text}: ${listed([...new Set(names)])}`];
  return [
    `the server loads ${all.length - leftOut.length} of ${all.length} packages, ${bytesOf(sizeOf(all) - sizeOf(leftOut))} of ${bytesOf(sizeOf(all))}`,
    ...line('left out, for nothing that runs loads them', largest),
    ...line('kept, though nothing names them, for nothing says what they are for', loaded.unexplained),
    ...line('kept by the prop "modulePruning"', kept),
    ...[...loaded.lost].map(([name, by]) => `  WARNING: ${by} loads ${name}, which is installed where it does not find it: add it to the dependencies of the project`),
  ];
}

function sizeOf(packages: readonly Placed[]): number {
  return packages.reduce((sum, [, { files }]) => sum + [...files.values()].reduce((size, each) => size + each, 0), 0);
}

function listed(names: readonly string[]): string {
  return names.length > NAMED ? `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more` : names.join(', ');
}
