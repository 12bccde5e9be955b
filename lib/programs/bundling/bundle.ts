import { existsSync, readFileSync, realpathSync } from 'fs';
import { posix, relative, join, dirname } from 'path';
import type { BuildOptions, BuildResult, Message, Plugin, PluginBuild } from 'esbuild';
import { directoryOf } from '../../project/files/relative-path';
import { packageOf } from '../collect/modules/package-names';
import { InstalledTree } from '../shared/installed-tree';
import { AT, FileCode, URL_AT } from './file-code';
import { Outside, packageDirectory, ReadCode } from './outside';

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

/** Decisions and readings that every bundle shares. */
interface Parts {
  readonly outside: Outside;
  readonly installed: InstalledTree;
  readonly read: ReadCode;
}

/** A bundle of one file that is started. */
export interface Bundle {
  readonly entry: string;
  readonly isModule: boolean;
  /** The files that went into it. */
  readonly inputs: readonly string[];
  readonly outputs: ReadonlyArray<{ readonly path: string; readonly contents: Uint8Array; readonly text: string }>;
  readonly warnings: readonly Message[];
}

/** Failure of a bundle, with the files that caused it. */
export interface Failure {
  readonly errors: ReadonlyArray<{ readonly file?: string; readonly text: string }>;
}

const IN_PACKAGE = /(^|\/)node_modules\//;

/** Bundles a file that is started into its place, with all that it loads but what is outside. */
export async function bundle(
  bundler: Bundler, settings: BundleSettings, entry: string, parts: Parts,
): Promise<Bundle | Failure> {
  const { root } = settings;
  const isModule = isModuleFile(root, entry, parts.read(entry));
  const here = posix.dirname(entry);
  const options: BuildOptions & { write: false; metafile: true } = {
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: here,
    outExtension: posix.extname(entry) === '' ? {} : { '.js': posix.extname(entry) },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: `node${settings.node}`,
    format: isModule ? 'esm' : 'cjs',
    splitting: isModule,
    chunkNames: `${posix.basename(entry, posix.extname(entry))}-[hash]`,
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
    banner: { js: isModule ? MODULE_BEGINNING : SCRIPT_BEGINNING },
    plugins: [plugin(settings, entry, parts)],
  };
  try {
    let result = await bundler.build(options);
    if (isModule && result.outputFiles.some(({ text }) => /\b__require\b|\brequire\(/.test(text))) {
      result = await bundler.build({ ...options, banner: { js: `${MODULE_BEGINNING}${MODULE_REQUIRE}` } });
    }
    // a program without an ending keeps its name
    const named = (path: string) => posix.extname(entry) === '' && path === `${entry}.js` ? entry : path;
    const outputs = result.outputFiles.map(({ path, contents, text }) => ({ path: named(toPosix(relative(root, path))), contents, text }));
    return { entry, isModule, inputs: Object.keys(result.metafile.inputs).filter(path => !path.includes(':')), outputs, warnings: result.warnings };
  } catch (error) {
    const { errors } = error as { errors?: Message[] };
    if (errors === undefined) throw error;
    return { errors: errors.map(({ text, location }) => ({ text, file: location?.file })) };
  }
}

/** Functions for where a module was: a bundle is in the place of what starts, and its modules were elsewhere. */
const SCRIPT_BEGINNING = `const ${AT}=p=>require("path").join(__dirname,p),${URL_AT}=p=>require("url").pathToFileURL(${AT}(p)).href;`;
const MODULE_BEGINNING = 'import{fileURLToPath as __bundlePath,pathToFileURL as __bundleHref}from"node:url";import{dirname as __bundleDirectory,join as __bundleJoin}from"node:path";'
  + `const ${AT}=p=>__bundleJoin(__bundleDirectory(__bundlePath(import.meta.url)),p),${URL_AT}=p=>__bundleHref(${AT}(p)).href;`;
const MODULE_REQUIRE = 'import{createRequire as __bundleRequire}from"node:module";const require=__bundleRequire(import.meta.url);';

function plugin({ root }: BundleSettings, entry: string, { outside, installed, read }: Parts): Plugin {
  const here = directoryOf(entry);
  const fromHere = (path: string) => {
    const way = posix.relative(here, path);
    return way.startsWith('.') ? way : `./${way}`;
  };
  return {
    name: 'outside',
    setup(build: PluginBuild) {
      build.onResolve({ filter: /.*/ }, async args => {
        if (args.kind === 'entry-point' || args.pluginData === RESOLVING || isOfNode(args.path)) return undefined;
        const { path, importer, kind, resolveDir, with: attributes } = args;
        const found = await build.resolve(path, { importer, kind, resolveDir, pluginData: RESOLVING, with: attributes });
        if (found.errors.length > 0) return { path: absent(path, resolveDir), external: true };
        if (found.external || found.namespace !== 'file') return undefined;
        const file = toPosix(relative(root, realpathSync(found.path)));
        const own = !IN_PACKAGE.test(file);
        // settings of the application may be other ones where it runs
        if (!(own && file.endsWith('.json')) && !outside.has(file) && !file.endsWith('.node')) return undefined;
        const name = packageOf(path);
        const directory = packageDirectory(file);
        const byName = name !== undefined && !path.startsWith('.') && installed.find(name, here) === directory && directory !== undefined;
        return { path: byName ? path : fromHere(file), external: true };
      });
      build.onLoad({ filter: /(\.[cm]?js|[\\/][^.\\/]+)$/ }, ({ path }) => {
        const file = toPosix(relative(root, path));
        const edits = read(file)?.edits ?? [];
        if (edits.length === 0) return undefined;
        const place = { file: fromHere(file), directory: fromHere(posix.dirname(file)) || '.', isEntry: file === entry };
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
  if (/\.[mc]js$/.test(file)) return file.endsWith('.mjs');
  for (let at = join(root, dirname(file)); ; at = dirname(at)) {
    const manifest = join(at, 'package.json');
    if (existsSync(manifest)) {
      const { type } = JSON.parse(readFileSync(manifest, 'utf8').replace(/^\uFEFF/, '')) as { type?: string };
      return type === undefined ? code?.isModule ?? false : type === 'module';
    }
    if (at === root || at === dirname(at)) return code?.isModule ?? false;
  }
}

function toPosix(path: string): string {
  return path.split('\\').join('/');
}
