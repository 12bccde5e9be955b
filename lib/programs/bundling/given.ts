/** Input of the program that bundles. Paths are relative to where dependencies are installed, but for those of the steps. */
export interface Given {
  /** Directory in which esbuild is installed. */
  readonly esbuild: string;
  /** Directory with the files of the release as they were collected. */
  readonly released: string;
  /** Directory to write those of the image to. */
  readonly target: string;
  /** The file to write the packages to that are not in the image. */
  readonly list: string;
  /** The file to write to what was bundled, and what was not. */
  readonly report: string;
  /** Directory of the package that starts. */
  readonly directory: string;
  /** Version of Node.js that runs the bundle, as `22.1.0`. */
  readonly node: string;
  /** Packages that stay outside by the will of the user. */
  readonly external: readonly string[];
  /** Files that are started beside the application, relative to its package. */
  readonly entries: readonly string[];
  /** Globs of `<package>/<path>` that the user keeps. */
  readonly keep: readonly string[];
  /** Values of variables of the image that may name packages. */
  readonly named: readonly string[];
  readonly sourceMaps: boolean;
  /** True if names inside of files are shortened. */
  readonly minify: boolean;
  /** The words that start the application. */
  readonly start: readonly string[];
}

const LISTS = ['external', 'entry', 'keep', 'named'] as const;
const VALUES = ['esbuild', 'released', 'target', 'list', 'report', 'directory', 'node'] as const;

/** Reads `--option VALUE... [--source-maps] [--minify] --start [--] WORD...`. */
export function parseArguments(words: readonly string[]): Given {
  const lists: Record<string, string[]> = Object.fromEntries([...LISTS, ...VALUES].map(name => [name, []]));
  const flags = new Set<string>();
  let index = 0;
  for (; index < words.length && words[index] !== '--start'; index++) {
    const name = words[index].replace(/^--/, '');
    if (name === 'source-maps' || name === 'minify') flags.add(name);
    else if (lists[name] !== undefined && name !== words[index]) lists[name].push(words[++index]);
    else throw new Error(`${JSON.stringify(words[index])} is no option of this program`);
  }
  const { external, entry: entries, keep, named } = lists;
  const [esbuild, released, target, list, report, directory, node] = VALUES.map(name => lists[name][0]);
  return {
    esbuild, released, target, list, report, node,
    directory: directory === '.' ? '' : directory,
    external, entries, keep, named,
    sourceMaps: flags.has('source-maps'),
    minify: flags.has('minify'),
    start: words.slice(words[index + 1] === '--' ? index + 2 : index + 1),
  };
}
