import { ProjectFiles } from '../files/project-files';
import { directoryOf, isWithin, joinInside } from '../files/relative-path';
import { manifestFields } from '../manifest/manifest';
import { isJsonObject, ownProperty } from '../text/json/json-shape';
import { PathAliases, readPathAliases } from './path-aliases';
import { fillStar, matchOf } from './star-pattern';

const EXTENSIONS = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '.json'];

/** Directories that a compiler writes to, whose sources lie beside them. */
const OUTPUT = /^(dist|build|lib|out|output|esm|cjs|es)(\/|$)/;

/**
 * Finds the source of a module as a compiler, a bundler or Node.js does: relative paths, `paths` of `tsconfig.json`,
 * `imports` of `package.json`, and packages of the monorepo.
 */
export class ModuleResolver {
  private readonly aliases = new Map<string, PathAliases>();

  /**
   * @param files where everything is relative to: the root of the monorepo, or the project
   * @param packageDirectory where a package of the monorepo lies; undefined if there is none of that name
   */
  constructor(private readonly files: ProjectFiles, private readonly packageDirectory: (name: string) => string | undefined = () => undefined) {}

  /**
   * The file that a module loads by a specifier; undefined if it is a package, or is not there.
   */
  public resolve(from: string, specifier: string): string | undefined {
    const directory = directoryOf(from);
    if (/^\.{1,2}(\/|$)/.test(specifier)) return this.locate(joinInside(directory, specifier));
    if (specifier.startsWith('#')) return this.imported(directory, specifier) ?? this.aliased(directory, specifier);
    return this.aliased(directory, specifier) ?? this.ofPackage(specifier);
  }

  /**
   * The file that a path without the right extension means.
   */
  public locate(path: string | undefined): string | undefined {
    if (path === undefined) return undefined;
    const bare = path.replace(/\.[cm]?[jt]sx?$/, '');
    const withExtension = (name: string) => EXTENSIONS.map(extension => `${name}${extension}`);
    const candidates = path === '' ? EXTENSIONS.map(extension => `index${extension}`)
      : [...path === bare ? [] : [path, ...withExtension(bare)], path, ...withExtension(path), ...withExtension(`${path}/index`)];
    return candidates.find(candidate => this.files.kind(candidate) === 'file');
  }

  /**
   * The source of a file that may be one that a compiler writes.
   *
   * @param outputs the directories that are written
   */
  public sourceOf(directory: string, path: string, outputs: readonly string[]): string | undefined {
    const output = outputs.find(each => isWithin(each, path));
    const inside = output === undefined ? path.replace(OUTPUT, '') : path.slice(output.length + 1);
    const sources = [...new Set([this.aliasesOf(directory).rootDirectory ?? 'src', 'src', ''])];
    const moved = inside === path && output === undefined ? [] : sources.flatMap(source => joinInside(source, inside) ?? []);
    const candidates = [...output === undefined ? [path] : [], ...moved, ...moved.length > 0 ? ofApplication(inside) : []];
    for (const candidate of candidates.filter(each => each !== '')) {
      const found = this.locate(joinInside(directory, candidate));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private aliased(directory: string, specifier: string): string | undefined {
    for (const candidate of this.aliasesOf(directory).candidates(specifier)) {
      const found = this.locate(candidate);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private aliasesOf(directory: string): PathAliases {
    const known = this.aliases.get(directory);
    if (known) return known;
    const aliases = readPathAliases(this.files, directory);
    this.aliases.set(directory, aliases);
    return aliases;
  }

  /** `#lib/x` by the `imports` of the nearest `package.json`. */
  private imported(directory: string, specifier: string): string | undefined {
    const [at, manifest] = this.manifestAbove(directory);
    const target = targetIn(ownProperty(manifest, 'imports'), specifier);
    return target === undefined || at === undefined ? undefined : this.sourceOf(at, target.replace(/^\.\//, ''), []);
  }

  private ofPackage(specifier: string): string | undefined {
    const [, name, subpath = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
    const directory = name === undefined ? undefined : this.packageDirectory(name);
    if (directory === undefined) return undefined;
    const manifest = this.manifestAt(directory);
    const field = (key: string) => {
      const value = ownProperty(manifest, key);
      return typeof value === 'string' ? value : undefined;
    };
    const exported = targetIn(ownProperty(manifest, 'exports'), subpath === '' ? '.' : `./${subpath}`);
    const targets = [exported, ...subpath === '' ? [field('source'), field('module'), field('main'), 'index'] : [subpath, `src/${subpath}`]];
    for (const target of targets) {
      const found = target === undefined ? undefined : this.sourceOf(directory, target.replace(/^\.\//, ''), []);
      if (found !== undefined) return found;
    }
    return subpath === '' ? this.locate(joinInside(directory, 'src')) : undefined;
  }

  private manifestAbove(directory: string): [string, { readonly [key: string]: unknown }] | [undefined, { readonly [key: string]: unknown }] {
    for (let at = directory; ; at = directoryOf(at)) {
      if (this.files.kind(joinInside(at, 'package.json')!) === 'file') return [at, this.manifestAt(at)];
      if (at === '') return [undefined, {}];
    }
  }

  private manifestAt(directory: string): { readonly [key: string]: unknown } {
    try {
      return manifestFields(this.files, directory) ?? {};
    } catch {
      // A manifest of the program's own is refused elsewhere; one beside it decides nothing.
      return {};
    }
  }
}

/**
 * Where the source lies of what the repository of several applications writes: `dist/apps/api/main.js` comes from
 * `apps/api/src/main.ts`, as NestJS and Nx have it.
 */
function ofApplication(inside: string): string[] {
  const directory = directoryOf(inside);
  return directory === '' ? [] : [`${directory}/src/${inside.slice(directory.length + 1)}`];
}

/**
 * File that `exports` or `imports` give for a name: the source, where there is a condition for it.
 */
function targetIn(map: unknown, name: string): string | undefined {
  if (typeof map === 'string' || Array.isArray(map)) return name === '.' ? conditionOf(map) : undefined;
  if (!isJsonObject(map)) return undefined;
  const keys = Object.keys(map);
  if (name === '.' && keys.every(key => !key.startsWith('.'))) return conditionOf(map);
  const exact = ownProperty(map, name);
  if (exact !== undefined) return conditionOf(exact);
  const pattern = keys.filter(key => matchOf(key, name) !== undefined).sort((a, b) => b.length - a.length)[0];
  const target = pattern === undefined ? undefined : conditionOf(map[pattern]);
  return target === undefined ? undefined : fillStar(target, matchOf(pattern, name)!);
}

function conditionOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(conditionOf).find(each => each !== undefined);
  if (!isJsonObject(value)) return undefined;
  const order = ['source', 'development', 'node', 'import', 'module', 'require', 'default', ...Object.keys(value).filter(key => key !== 'types')];
  return order.map(key => conditionOf(ownProperty(value, key))).find(each => each !== undefined);
}
