import { posix } from 'path';

const CODE = /\.[cm]?jsx?$/;
const COMPILED = /\.([cm]?tsx?|jsx|vue|svelte|astro|coffee|litcoffee|ls|less|s[ac]ss|styl)$/;
const DATA = /\.(json5?|ya?ml|toml|ini|conf)$|(^|\/)\.[^/]+$/;
const TYPED = /\.[cm]?tsx?$/;

/** True if Node.js itself loads it as JavaScript. */
export const isCode = (path: string) => CODE.test(path) && !path.endsWith('.jsx');
/** True if it is of a language that something has to compile. */
export const isCompiledLanguage = (path: string) => COMPILED.test(path);
/** True if it holds data or settings, for an application or for a tool. */
export const isData = (path: string) => DATA.test(path);
export const isTypeScript = (path: string) => TYPED.test(path);

export const isWithin = (directory: string, path: string) => directory === '' || path === directory || path.startsWith(`${directory}/`);

/** A path from a directory, undefined if it leads out of the tree. */
export function inTree(directory: string, path: string): string | undefined {
  const joined = posix.normalize(posix.join(directory, path)).replace(/\/+$/, '');
  if (joined === '..' || joined.startsWith('../') || joined.startsWith('/')) return undefined;
  return joined === '.' ? '' : joined;
}

/** The directories a path lies in, outermost first, without the top. */
export function ancestors(path: string): string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}

/** A path without the ending by which code is loaded. */
export const withoutEnding = (path: string) => path.replace(/(\.d)?\.([cm]?[jt]sx?|json|vue|svelte)$/, '');
