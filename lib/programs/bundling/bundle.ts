import { existsSync, readFileSync, realpathSync } from 'fs';
import { posix, relative, join, dirname } from 'path';
import type { BuildOptions, BuildResult, Message, Plugin, PluginBuild } from 'esbuild';
import { directoryOf } from '../../project/files/relative-path';
import { packageOf } from '../collect/modules/package-names';
import { InstalledTree } from '../shared/installed-tree';
import { AT, FileCode, URL_AT } from './file-code';
import { Graph, IN_PLACE } from './graph';
import { Outside, packageDirectory, ReadCode } from './outside';
import { isMain, ofSeveral, SEVERAL_BEGINNING, sharedName, starterOf } from './several';

/** The bundler, as it is installed for the build of the image. */
export interface Bundler {
  readonly version: string;
  build(options: BuildOptions): Promise<BuildResult<{ write: false; metafile: true }>>;
}

/** Settings of every bundle. */
export interface BundleSettings {
  readonly root: string;
  readonly node: string;
  readonly minify: boolean;
  readonly sourceMaps: boolean;
  readonly conditions: readonly string[];
}

/** Settings of the plugin of a bundle. */
interface PluginSettings {
  readonly root: string;
  readonly entries: readonly string[];
  readonly isModule: boolean;
  /** Takes names of modules outside that are imported. */
  readonly hoisted: Set<string>;
}

/** Decisions and readings that every bundle shares. */
interface Parts {
  readonly outside: Outside;
  readonly installed: InstalledTree;
  readonly read: ReadCode;
}

/** A bundle of what is started: of one file in its place, of several in a file beside the first one. */
export interface Bundle {
  readonly entries: readonly string[];
  readonly isModule: boolean;
  /** The files that went into it. */
  readonly inputs: readonly string[];
  /** Those of them that another one loads. */
  readonly loaded: ReadonlySet<string>;
  /** A module outside that would be evaluated at another time than without a bundle, and why. */
  readonly outOfOrder?: string;
  readonly outputs: ReadonlyArray<{ readonly path: string; readonly contents: Uint8Array; readonly text: string }>;
  readonly warnings: readonly Message[];
}

/** Failure of a bundle, with the files that caused it. */
export interface Failure {
  readonly errors: ReadonlyArray<{ readonly file?: string; readonly text: string }>;
}

const IN_PACKAGE = /(^|\/)node_modules\//;

/** Bundles files that are started, all scripts or all modules, with all that they load but what is outside. */
export async function bundle(bundler: Bundler, settings: BundleSettings, entries: readonly string[], parts: Parts): Promise<Bundle | Failure> {
  const { root } = settings;
  const [first] = entries;
  const isModule = isModuleFile(root, first, parts.read(first));
  const hoisted = new Set<string>();
  const shared = entries.length > 1 ? sharedName(root, first, isModule) : undefined;
  const beginning = `${isModule ? MODULE_BEGINNING : SCRIPT_BEGINNING}${shared === undefined ? '' : SEVERAL_BEGINNING}`;
  const options: BuildOptions & { write: false; metafile: true } = {
    absWorkingDir: root,
    ...shared === undefined ? ofOne(first) : ofSeveral(root, entries, shared, isModule),
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: `node${settings.node}`,
    format: isModule ? 'esm' : 'cjs',
    // parts that are shared would be evaluated before what comes before them: https://github.com/evanw/esbuild/issues/399
    splitting: false,
    // the order in which Node.js looks, without what only bundlers know
    mainFields: ['main'],
    conditions: [...settings.conditions],
    // a module that its package says to be without effects is run by Node.js nevertheless
    ignoreAnnotations: true,
    tsconfigRaw: '{}',
    keepNames: true,
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: settings.minify,
    charset: 'utf8',
    sourcemap: settings.sourceMaps ? 'linked' : false,
    sourcesContent: false,
    legalComments: 'external',
    logLevel: 'silent',
    logLimit: 0,
    loader: { '.node': 'empty', '': 'js' },
    banner: { js: beginning },
    plugins: [plugin({ root, entries, isModule, hoisted }, parts)],
  };
  try {
    let result = await bundler.build(options);
    if (isModule && result.outputFiles.some(({ text }) => /\b__require\b|\brequire\(/.test(text))) {
      result = await bundler.build({ ...options, banner: { js: `${beginning}${MODULE_REQUIRE}` } });
    }
    // a program without an ending keeps its name
    const named = (path: string) => posix.extname(first) === '' && path === `${first}.js` ? first : path;
    const outputs = result.outputFiles.map(({ path, contents, text }) => ({ path: named(toPosix(relative(root, path))), contents, text }));
    const graph = new Graph(result.metafile.inputs, hoisted, parts);
    return {
      entries, isModule, inputs: graph.files, loaded: graph.loaded, warnings: result.warnings,
      outOfOrder: isModule ? graph.outOfOrder(shared === undefined ? [first] : entries) : undefined,
      outputs: [...outputs, ...shared === undefined ? [] : entries.map(entry => starterOf(root, entry, shared, isModule))],
    };
  } catch (error) {
    const { errors } = error as { errors?: Message[] };
    if (errors === undefined) throw error;
    return { errors: errors.map(({ text, location }) => ({ text, file: location?.file })) };
  }
}

/** One file is bundled into its place. */
function ofOne(entry: string): BuildOptions {
  const extension = posix.extname(entry);
  return { entryPoints: [entry], outdir: posix.dirname(entry), outExtension: extension === '' ? {} : { '.js': extension } };
}

/** Functions for where a module was: a bundle is in the place of what starts, and its modules were elsewhere. */
const SCRIPT_BEGINNING = `const ${AT}=p=>require("path").join(__dirname,p),${URL_AT}=p=>require("url").pathToFileURL(${AT}(p)).href;`;
const MODULE_BEGINNING = 'import{fileURLToPath as __bundlePath,pathToFileURL as __bundleHref}from"node:url";import{dirname as __bundleDirectory,join as __bundleJoin}from"node:path";'
  + `const ${AT}=p=>__bundleJoin(__bundleDirectory(__bundlePath(import.meta.url)),p),${URL_AT}=p=>__bundleHref(${AT}(p)).href;`;
const MODULE_REQUIRE = 'import{createRequire as __bundleRequire}from"node:module";const require=__bundleRequire(import.meta.url);';

function plugin({ root, entries, isModule, hoisted }: PluginSettings, { outside, installed, read }: Parts): Plugin {
  const here = directoryOf(entries[0]);
  const fromHere = (path: string) => {
    const way = posix.relative(here, path);
    return way.startsWith('.') ? way : `./${way}`;
  };
  return {
    name: 'outside',
    setup(build: PluginBuild) {
      build.onResolve({ filter: /.*/ }, async args => {
        if (args.kind === 'entry-point' || args.pluginData === RESOLVING || isOfNode(args.path)) return undefined;
        if (args.namespace === IN_PLACE) return { path: args.path, external: true };
        const { path, importer, kind, resolveDir, with: attributes } = args;
        const found = await build.resolve(path, { importer, kind, resolveDir, pluginData: RESOLVING, with: attributes });
        const isStatic = isModule && kind === 'import-statement';
        const stays = (at: string) => {
          if (isStatic) hoisted.add(at);
          return { path: at, external: true };
        };
        if (found.errors.length > 0) return stays(absent(path, resolveDir));
        if (found.external || found.namespace !== 'file') return undefined;
        const file = toPosix(relative(root, realpathSync(found.path)));
        const own = !IN_PACKAGE.test(file);
        // settings of the application may be other ones where it runs
        if (!(own && file.endsWith('.json')) && !outside.has(file) && !file.endsWith('.node')) return undefined;
        const name = packageOf(path);
        const directory = packageDirectory(file);
        const byName = name !== undefined && !path.startsWith('.') && installed.find(name, here) === directory && directory !== undefined;
        if (file.endsWith('.json')) return { path: byName ? path : fromHere(file), external: true };
        // an import is evaluated before all that is in the bundle, and a script need not be one
        if (isStatic && !isModuleFile(root, file, read(file))) return { path: fromHere(file), namespace: IN_PLACE };
        return stays(byName ? path : fromHere(file));
      });
      build.onLoad({ filter: /.*/, namespace: IN_PLACE }, ({ path }) => ({ contents: `module.exports=require(${JSON.stringify(path)});`, loader: 'js' }));
      build.onLoad({ filter: /(\.[cm]?js|[\\/][^.\\/]+)$/ }, ({ path }) => {
        const file = toPosix(relative(root, path));
        const edits = read(file)?.edits ?? [];
        if (edits.length === 0) return undefined;
        const place = { file: fromHere(file), directory: fromHere(posix.dirname(file)) || '.', isMain: isMain(file, entries) };
        return { contents: edited(readFileSync(path, 'utf8'), edits.map(edit => ({ start: edit.start, end: edit.end, text: edit.text(place) }))), loader: 'js' };
      });
    },
  };

  /** The name of what is not installed: from elsewhere it may be found, and Node.js would not have. */
  function absent(path: string, resolveDir: string): string {
    const from = toPosix(relative(root, resolveDir));
    if (path.startsWith('.')) return fromHere(posix.join(from, path));
    const name = packageOf(path);
    return name !== undefined && installed.find(name, here) !== undefined ? fromHere(posix.join(from, 'node_modules', path)) : path;
  }
}

const RESOLVING = {};

function edited(text: string, edits: ReadonlyArray<{ readonly start: number; readonly end: number; readonly text: string }>): string {
  let result = text;
  for (const { start, end, text: own } of [...edits].sort((a, b) => b.start - a.start)) result = result.slice(0, start) + own + result.slice(end);
  return result;
}

function isOfNode(path: string): boolean {
  return path.startsWith('node:') || /^(data|https?):/.test(path);
}

/** True if Node.js runs a file as an ECMAScript module. */
export function isModuleFile(root: string, file: string, code: FileCode | undefined): boolean {
  return declaredKind(root, file) ?? code?.isModule ?? false;
}

/** True for a module and false for a script, by the name of the file and by its package; undefined where its code alone tells. */
export function declaredKind(root: string, file: string): boolean | undefined {
  if (/\.[mc]js$/.test(file)) return file.endsWith('.mjs');
  for (let at = join(root, dirname(file)); ; at = dirname(at)) {
    const manifest = join(at, 'package.json');
    if (existsSync(manifest)) {
      const { type } = JSON.parse(readFileSync(manifest, 'utf8').replace(/^\uFEFF/, '')) as { type?: string };
      return type === undefined ? undefined : type === 'module';
    }
    if (at === root || at === dirname(at)) return undefined;
  }
}

function toPosix(path: string): string {
  return path.split('\\').join('/');
}
