import { ProjectFiles } from '../files/project-files';
import { directoryOf, joinInside } from '../files/relative-path';
import { isJsonObject, JsonObject, ownProperty } from '../text/json/json-shape';
import { parseJsonWithComments } from '../text/json/parse-json';
import { fillStar, matchOf } from './star-pattern';

const FILES = ['tsconfig.json', 'jsconfig.json'];

/** No configuration extends more of them, one by one. */
const MAX_EXTENDS = 20;

/**
 * Where modules lie that are not named by a relative path, as `tsconfig.json` says.
 *
 * @see https://www.typescriptlang.org/tsconfig/#paths
 */
export class PathAliases {
  constructor(
    private readonly base: string | undefined,
    private readonly paths: readonly { readonly pattern: string; readonly targets: readonly string[] }[],
    /** Where the sources lie that are compiled, relative to the package. */
    public readonly rootDirectory: string | undefined,
  ) {}

  /**
   * The paths that a specifier may mean, without the right extension, the best first.
   */
  public candidates(specifier: string): string[] {
    const [best] = this.paths.filter(({ pattern }) => matchOf(pattern, specifier) !== undefined)
      .sort((a, b) => prefixOf(b.pattern) - prefixOf(a.pattern));
    const aliased = best ? best.targets.map(target => fillStar(target, matchOf(best.pattern, specifier)!)) : [];
    return [...aliased, ...this.base === undefined ? [] : [joinInside(this.base, specifier) ?? []].flat()];
  }
}

/**
 * The aliases of the nearest `tsconfig.json` at or above a directory.
 */
export function readPathAliases(files: ProjectFiles, directory: string): PathAliases {
  for (let at = directory; ; at = directoryOf(at)) {
    const file = FILES.map(name => joinInside(at, name)!).find(path => files.kind(path) === 'file');
    if (file !== undefined) return readFrom(files, at, file);
    if (at === '') return new PathAliases(undefined, [], undefined);
  }
}

function readFrom(files: ProjectFiles, directory: string, file: string): PathAliases {
  const chain = [...configurations(files, file, []), ...referenced(files, file)];
  const baseIn = ({ at, options }: Configuration) => typeof options.baseUrl === 'string' ? joinInside(at, options.baseUrl) : undefined;
  const base = chain.map(baseIn).find(each => each !== undefined);
  const withPaths = chain.find(({ options }) => isJsonObject(options.paths));
  const relativeTo = withPaths ? base ?? withPaths.at : '';
  const paths = Object.entries(isJsonObject(withPaths?.options.paths) ? withPaths.options.paths : {}).map(([pattern, targets]) => ({
    pattern,
    targets: (Array.isArray(targets) ? targets : []).flatMap(target => typeof target === 'string' ? joinInside(relativeTo, target) ?? [] : []),
  }));
  const root = chain.map(({ at, options }) => typeof options.rootDir === 'string' ? joinInside(at, options.rootDir) : undefined).find(each => each !== undefined);
  const inside = root !== undefined && directory !== '' && root.startsWith(`${directory}/`) ? root.slice(directory.length + 1) : directory === '' ? root : undefined;
  return new PathAliases(base, paths, inside);
}

interface Configuration {
  readonly at: string;
  readonly options: JsonObject;
}

/**
 * The compiler options of a file and of those that it extends: what comes first goes before what comes later.
 */
function configurations(files: ProjectFiles, file: string, seen: readonly string[]): Configuration[] {
  const json = readConfiguration(files, file);
  if (!json || seen.includes(file) || seen.length > MAX_EXTENDS) return [];
  const at = directoryOf(file);
  const options = ownProperty(json, 'compilerOptions');
  const extended = [ownProperty(json, 'extends')].flat().filter(each => typeof each === 'string').reverse();
  return [
    { at, options: isJsonObject(options) ? options : {} },
    ...extended.flatMap(each => {
      const path = extendedFile(files, at, each);
      return path === undefined ? [] : configurations(files, path, [...seen, file]);
    }),
  ];
}

/** A `tsconfig.json` without files of its own has its options in those that it refers to, as starters of Vite write it. */
function referenced(files: ProjectFiles, file: string): Configuration[] {
  const references = ownProperty(readConfiguration(files, file) ?? {}, 'references');
  return (Array.isArray(references) ? references : []).flatMap(reference => {
    const path = isJsonObject(reference) && typeof reference.path === 'string' ? joinInside(directoryOf(file), reference.path) : undefined;
    const found = path === undefined ? undefined : [path, joinInside(path, 'tsconfig.json')!].find(each => files.kind(each) === 'file');
    return found === undefined || found === file ? [] : configurations(files, found, [file]);
  });
}

function extendedFile(files: ProjectFiles, at: string, extended: string): string | undefined {
  const isRelative = /^\.{1,2}(\/|$)/.test(extended);
  const places = isRelative ? [at] : [at, ''].map(each => joinInside(each, 'node_modules')!);
  return places.map(place => joinInside(place, extended))
    .flatMap(path => path === undefined ? [] : [path, ...path === '' ? [] : [`${path}.json`], joinInside(path, 'tsconfig.json')!])
    .find(path => files.kind(path) === 'file');
}

function readConfiguration(files: ProjectFiles, file: string): JsonObject | undefined {
  try {
    const json = parseJsonWithComments(files.text(file) ?? '', file);
    return isJsonObject(json) ? json : undefined;
  } catch {
    // The compiler will say so: nothing that is started is read from it here.
    return undefined;
  }
}

/** The longest text before the star decides; a pattern without one goes before all. */
function prefixOf(pattern: string): number {
  return pattern.includes('*') ? pattern.indexOf('*') : Number.MAX_SAFE_INTEGER;
}
