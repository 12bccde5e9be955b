import { posix } from 'path';
import { InstalledPackage } from '../../shared/installed';
import { namesOf } from './code-names';
import { packageOf, packagesNamedIn } from './package-names';

const ENDINGS = ['', '.js', '.cjs', '.mjs', '.json', '/index.js', '/index.cjs', '/index.mjs'];

/**
 * The packages that the files of a package load, or name, to which a specifier leads, each with the directory of such a file.
 * Undefined where it cannot be told which files they are, or what one of them loads.
 */
export function loadedThrough(own: InstalledPackage, specifier: string): Map<string, string> | undefined {
  const found = new Map<string, string>();
  const entries = targetsOf(own, specifier);
  const files = new Set<string>();
  const follow = (path: string) => {
    const file = ENDINGS.map(ending => posix.normalize(path) + ending).find(each => own.files.has(each));
    if (file !== undefined) files.add(file);
    return file !== undefined;
  };
  if (entries === undefined || !entries.every(follow)) return undefined;
  for (const path of files) {
    if (!/\.[cm]?js$/.test(path)) continue;
    const code = namesOf(own.text(path));
    if (code === undefined || code.unknown !== undefined) return undefined;
    const here = posix.dirname(path);
    for (const { text, whole } of code.loads) {
      if (/^(node|data):/.test(text)) continue;
      const targets = text.startsWith('#') ? importsOf(own, text) : [text.startsWith('.') ? `./${posix.join(here, text)}` : text];
      if (!whole || targets === undefined) return undefined;
      for (const target of targets) {
        const name = target.startsWith('.') ? undefined : packageOf(target);
        if (name !== undefined) found.set(name, here);
        else if (target.startsWith('..') || !follow(target)) return undefined;
      }
    }
    for (const text of code.texts) for (const name of packagesNamedIn(text)) if (!found.has(name)) found.set(name, here);
  }
  return found;
}

/** The files to which a specifier of a package leads, whatever the conditions. */
function targetsOf({ name, manifest }: InstalledPackage, specifier: string): string[] | undefined {
  const path = `.${specifier.slice(name.length)}`;
  const { exports, main } = manifest;
  if (exports === undefined) return [path === '.' ? typeof main === 'string' ? main : 'index' : path];
  const isMap = typeof exports === 'object' && exports !== null && Object.keys(exports).some(key => key.startsWith('.'));
  const target = isMap ? (exports as Record<string, unknown>)[path] : path === '.' ? exports : undefined;
  const files = pathsIn(target);
  return files.length > 0 ? files : undefined;
}

function importsOf({ manifest }: InstalledPackage, specifier: string): string[] | undefined {
  const imports = manifest.imports as Record<string, unknown> | undefined;
  const targets = pathsIn(imports?.[specifier]);
  return targets.length > 0 ? targets : undefined;
}

/** Files that a field of `package.json` such as `exports` leads to, whatever the conditions, but for those of some. */
export function pathsIn(value: unknown, without: readonly string[] = ['types']): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([condition, each]) => without.includes(condition) ? [] : pathsIn(each, without));
}
