import { existsSync, readFileSync } from 'fs';
import { join, posix } from 'path';
import type { BuildOptions } from 'esbuild';

/** The variable of a bundle of several files that says which of them the process was started by. */
const STARTED = '__bundleStarted';
/** Beginning of such a bundle. */
export const SEVERAL_BEGINNING = `let ${STARTED};`;

/** Name of what stands for them in the facts of the bundler. */
export const ENTRIES = '<entries>';

/** Name of the file in which several files lie that are started: beside the first one, of a kind that no package.json changes. */
export function sharedName(root: string, first: string, isModule: boolean): string {
  const ending = isModule ? 'mjs' : 'cjs';
  const stem = posix.join(posix.dirname(first), `${posix.basename(first, posix.extname(first))}.bundle`);
  for (let name = stem; ; name += '_') if (!existsSync(join(root, `${name}.${ending}`))) return `${name}.${ending}`;
}

/**
 * Several files in one bundle, each evaluated when it is asked for, so that what they have in common is there once, and evaluated
 * in the order in which each of them loads it.
 */
export function ofSeveral(root: string, entries: readonly string[], shared: string, isModule: boolean): BuildOptions {
  const here = posix.dirname(shared);
  const load = isModule ? 'import' : 'require';
  const all = entries.map(entry => `${JSON.stringify(entry)}:()=>${load}(${JSON.stringify(way(here, entry))})`);
  const start = `name=>(${STARTED}=name,({${all.join(',')}})[name]())`;
  return {
    stdin: {
      contents: `${isModule ? `export const start=${start};` : `module.exports=${start};`}`,
      resolveDir: join(root, here),
      sourcefile: ENTRIES,
      loader: 'js',
    },
    outfile: shared,
  };
}

/** The file in the place of one that is started. */
export function starterOf(root: string, entry: string, shared: string, isModule: boolean): { path: string; contents: Uint8Array; text: string } {
  const [shebang = ''] = /^#!.*\n/.exec(readFileSync(join(root, entry), 'utf8')) ?? [];
  const [bundle, name] = [way(posix.dirname(entry), shared), entry].map(text => JSON.stringify(text));
  const text = `${shebang}${isModule ? `import{start}from${bundle};await start(${name});` : `module.exports=require(${bundle})(${name});`}\n`;
  return { path: entry, contents: Buffer.from(text), text };
}

/** An expression that is true if the process was started by a file. */
export function isMain(file: string, entries: readonly string[]): string {
  if (!entries.includes(file)) return 'false';
  return entries.length === 1 ? 'true' : `(${STARTED}===${JSON.stringify(file)})`;
}

function way(from: string, to: string): string {
  const path = posix.relative(from, to);
  return path.startsWith('.') ? path : `./${path}`;
}
