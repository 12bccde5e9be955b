import { isNeverAllowed } from '../files/never-allowed';
import { ProjectFiles } from '../files/project-files';
import { directoryOf, isWithin, joinInside } from '../files/relative-path';
import { isJsonObject } from '../text/json/json-shape';
import { parseJsonWithComments } from '../text/json/parse-json';

/** More sources than these are not read; then whatever looks like infrastructure stays a part of the image. */
const MOST_FILES = 3000;

const SOURCE = /\.([cm]?[jt]sx?|vue|svelte|astro)$/;

/** A path relative to a file, in whatever imports or opens it. */
const RELATIVE = /['"`](\.{1,2}\/[^'"`\n$]*)['"`]/g;

/** Files that a path without its ending may mean. */
const ENDINGS = ['', '.ts', '.tsx', '.js', '.jsx', '.mts', '.mjs', '.cts', '.cjs', '/index.ts', '/index.js'];

/** Start commands and programs of the packages of an image. */
export interface PackageUse {
  readonly directory: string;
  /** The file that is started, from where dependencies are installed. */
  readonly entry?: string;
  /** The texts of the scripts that build, test, install and start. */
  readonly scripts: readonly string[];
}

/** Scripts that make or run an image; others, such as those that deploy, are none of its business. */
export function scriptsOfImage(scripts: { readonly [name: string]: string }): string[] {
  return Object.entries(scripts).filter(([name, text]) => /^(pre|post)?(build|start|serve|test|install|prepare|generate|compile|lint)/.test(name) && !/(^|[\s&;/])cdk(\s|$)/.test(text))
    .map(([, text]) => text);
}

/** Paths that an application uses of its own repository. */
export class ApplicationUse {
  /** The file and everything that it loads by relative paths. */
  public static reachable(files: ProjectFiles, entry: string): string[] {
    const seen = new Set([entry]);
    for (const path of seen) {
      if (seen.size > MOST_FILES) break;
      relativePaths(files, path).flatMap(target => located(files, target)).forEach(target => seen.add(target));
    }
    return [...seen];
  }

  private sources?: readonly { readonly path: string; readonly targets: readonly string[] }[];

  constructor(private readonly files: ProjectFiles, private readonly packages: readonly PackageUse[]) {
  }

  /**
   * Part of the application that uses a path, in words; undefined where nothing does.
   *
   * @param infrastructure what may be infrastructure, whose own use of one another says nothing
   */
  public readerOf(path: string, infrastructure: readonly string[]): string | undefined {
    const other = (file: string) => !infrastructure.some(item => isWithin(item, file));
    for (const { directory, entry, scripts } of this.packages) {
      if (entry !== undefined && isWithin(path, entry)) return `${entry} in it is started`;
      const inside = directory === '' ? path : path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : undefined;
      const named = inside === undefined ? undefined : scripts.find(text => names(text, inside));
      if (named !== undefined) return `a script names it: ${named}`;
      const compiled = inside !== undefined && SOURCE.test(`${path}.ts`) ? this.compiledWith(directory, inside) : undefined;
      if (compiled !== undefined) return compiled;
    }
    const sources = this.readSources();
    if (!sources) return `there are more than ${MOST_FILES} sources, too many to see whether one uses it`;
    const importer = sources.find(source => other(source.path) && source.targets.some(target => isWithin(path, target)));
    return importer && `${importer.path} uses it`;
  }

  /** A compiler that is told no root takes the one that all sources have in common: without some of them it writes elsewhere. */
  private compiledWith(directory: string, inside: string): string | undefined {
    const path = directory === '' ? 'tsconfig.json' : `${directory}/tsconfig.json`;
    const text = this.files.text(path);
    if (text === undefined || !this.packages.some(({ scripts }) => scripts.some(script => /(^|[\s/])(tsc|nest|tsc-watch)(\s|$)/.test(script)))) return undefined;
    const config = parseJsonWithComments(text, path);
    if (!isJsonObject(config)) return undefined;
    const options = isJsonObject(config.compilerOptions) ? config.compilerOptions : {};
    const lists = (value: unknown) => Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string').map(item => item.replace(/^\.\//, '')) : [];
    const covers = (pattern: string) => /^\*/.test(pattern) || isWithin(pattern.replace(/\/?\*.*$/, ''), inside);
    const included = config.files === undefined && config.include === undefined ? true : lists(config.include).some(covers);
    const safe = typeof options.rootDir === 'string' || options.composite === true || options.noEmit === true;
    return safe || !included || lists(config.exclude).some(covers) || !/\.[cm]?tsx?$|^[^.]+$/.test(inside) ? undefined : `${path} compiles it and names no "rootDir", so that where the compiler writes depends on it`;
  }

  private readSources() {
    if (this.sources) return this.sources;
    const found: string[] = [];
    const queue = this.packages.map(({ directory }) => directory);
    for (const directory of new Set(queue)) {
      for (const name of this.files.list(directory).filter(item => !isNeverAllowed(item))) {
        const path = directory === '' ? name : `${directory}/${name}`;
        const kind = this.files.kind(path);
        if (kind === 'directory' && !queue.includes(path)) walkInto(this.files, path, found);
        else if (kind === 'file' && SOURCE.test(name)) found.push(path);
        if (found.length > MOST_FILES) return undefined;
      }
    }
    this.sources = found.map(path => ({ path, targets: relativePaths(this.files, path) }));
    return this.sources;
  }
}

function walkInto(files: ProjectFiles, directory: string, found: string[], above: readonly string[] = []): void {
  const real = files.realPath(directory);
  if (above.includes(real)) return;
  for (const name of files.list(directory).filter(item => !isNeverAllowed(item))) {
    const path = `${directory}/${name}`;
    if (found.length > MOST_FILES) return;
    const kind = files.kind(path);
    if (kind === 'directory') walkInto(files, path, found, [...above, real]);
    else if (kind === 'file' && SOURCE.test(name)) found.push(path);
  }
}

function relativePaths(files: ProjectFiles, path: string): string[] {
  const directory = directoryOf(path);
  return [...(SOURCE.test(path) ? files.text(path) ?? '' : '').matchAll(RELATIVE)].flatMap(([, target]) => joinInside(directory, target) ?? []);
}

function located(files: ProjectFiles, target: string): string[] {
  const bare = target.replace(/\.[cm]?jsx?$/, '');
  return [target, ...ENDINGS.map(ending => `${bare}${ending}`)].filter(candidate => candidate !== '' && files.kind(candidate) === 'file').slice(0, 1);
}

function names(script: string, path: string): boolean {
  return script.split(/[\s"'`=;&|()]+/).map(word => word.replace(/^\.\//, '').replace(/\/+$/, '')).some(word => word !== '' && isWithin(path, word));
}
