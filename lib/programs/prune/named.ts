import { posix } from 'path';
import { InstalledPackage } from '../shared/installed';
import { ModulesList } from '../shared/modules-list';
import { Kind } from './kinds';

const CODE = /\.[cm]?jsx?$/;
const RELATIVE = /['"`](\.{1,2}\/[^'"`\n]*)['"`]/g;
const OF_PACKAGE = /['"`]((?:@[\w.-]+\/)?[\w][\w.-]*)\/([^'"`\n\s]+)['"`]/g;
const IN_MODULES = /\bnode_modules\/((?:@[\w.-]+\/)?[\w][\w.-]*)(?:\/([^'"`\n\s]*))?/g;
/** Code that asks where a package lies, by its name or its manifest: from there it may read anything of it. */
const LOCATED = /\b(?:resolve\w*|findPackageJSON)\s*\(\s*['"`]((?:@[\w.-]+\/)?[\w][\w.-]*)(\/package\.json)?['"`]/g;
/** A path into a package that is put together of words. */
const JOINED = /['"`]node_modules['"`]\s*,\s*['"`]((?:@[\w.-]+)?[\w.-]+(?:\/[\w.-]+)?)['"`](?:\s*,\s*['"`]([\w.-]+)['"`])?/g;
const FROM_HERE = /__dirname|import\.meta\.(url|dirname)|\breaddir/;

/** Texts of an application that tell Node.js to read source maps. */
const READ_MAPS_TEXT = /\bsetSourceMaps(Enabled|Support)\b|enable-source-maps/;

/** Files of packages that an application names in texts: read again, the names give what the texts give. */
export function namedIn(texts: Iterable<string>, isInstalled: (name: string) => boolean): Pick<ModulesList, 'names' | 'readsMaps'> {
  const names = new Set<string>();
  let readsMaps = false;
  for (const text of texts) {
    for (const [whole, name] of [...text.matchAll(OF_PACKAGE), ...text.matchAll(IN_MODULES)]) if (isInstalled(name)) names.add(whole);
    for (const name of [...text.matchAll(LOCATED)].map(([, each]) => each).concat(joinedNames(text))) if (isInstalled(name)) names.add(`node_modules/${name}/`);
    readsMaps ||= READ_MAPS_TEXT.test(text);
  }
  return { names: [...names], readsMaps };
}

/** Names of packages, in paths that are put together of words. */
function joinedNames(text: string): string[] {
  return [...text.matchAll(JOINED)].map(([, first, second]) => first.startsWith('@') && !first.includes('/') ? `${first}/${second ?? ''}` : first);
}

/** How code names all files of a kind: by their ending. */
const ENDINGS: Readonly<Partial<Record<Kind, RegExp>>> = {
  types: /['"`*}]\.d\.[cm]?ts['"`]/,
  maps: /['"`*}](\.\w+)?\.map['"`]/,
  sources: /['"`*}]\.[cm]?tsx?['"`]|\{[^{}\n]*\b[cm]?tsx?\b[^{}\n]*\}['"`]/,
  documentation: /['"`*}]\.(md|markdown|mdx)['"`]|\{[^{}\n]*\bmdx?\b[^{}\n]*\}['"`]/i,
};

/** Names of packages in the code of packages, and of the application, names of packages. */
export class Named {
  /** Paths that code names, by the package in which they are. */
  private readonly paths = new Map<string, Set<string>>();
  /** Endings and names that code of a package has in it, by the directory of the package. */
  private readonly words = new Map<string, Set<string>>();
  /** Directories of packages that code names as such. */
  private readonly whole = new Set<string>();
  private readonly byName = new Map<string, InstalledPackage[]>();

  constructor(packages: readonly InstalledPackage[]) {
    for (const each of packages) {
      this.byName.set(each.name, [...this.byName.get(each.name) ?? [], each]);
      for (const path of entriesOf(each.manifest)) this.add(each, path);
    }
  }

  /** Reads code that is not of a package. */
  public readText(text: string): void {
    for (const [, name, path] of text.matchAll(OF_PACKAGE)) {
      for (const each of this.byName.get(name) ?? []) this.add(each, path);
    }
    for (const [, name, path = ''] of text.matchAll(IN_MODULES)) {
      for (const each of this.byName.get(name) ?? []) {
        // a server of files may be given the package whole
        if (path.replace(/\W+$/, '') === '') this.whole.add(each.directory);
        else this.add(each, path);
      }
    }
    for (const [, name, manifest] of text.matchAll(LOCATED)) if (manifest !== undefined) this.addWhole(name);
  }

  private addWhole(name: string): void {
    for (const { directory } of this.byName.get(name) ?? []) this.whole.add(directory);
  }

  /**
   * Reads code of a package.
   *
   * @param candidates the files that may be left out, by their kinds: their names are looked for
   */
  public read(own: InstalledPackage, path: string, candidates: ReadonlyMap<string, Kind>): void {
    const text = own.text(path);
    this.readText(text);
    for (const [, specifier] of text.matchAll(RELATIVE)) this.add(own, posix.join(posix.dirname(path), specifier));
    const words = this.words.get(own.directory) ?? new Set<string>();
    this.words.set(own.directory, words);
    for (const [kind, ending] of Object.entries(ENDINGS)) if (ending.test(text)) words.add(`*${kind}`);
    const builds = FROM_HERE.test(text);
    for (const [candidate, kind] of candidates) {
      if (kind === 'types' || kind === 'maps' || kind === 'sources' || kind === 'native' || kind === 'platform' || kind === 'asked') continue;
      const name = kind === 'tests' ? candidate.split('/')[0] : posix.basename(candidate);
      if (words.has(name) || (kind === 'tests' && !builds)) continue;
      if (isQuoted(name, text) || (kind !== 'tests' && text.includes(`/${name}`))) words.add(name);
    }
    if (!builds) return;
    // texts that it may be there for: join(__dirname, 'posts')
    const directories = new Set([...candidates].flatMap(([candidate, kind]) => kind === 'documentation' ? candidate.split('/').slice(0, -1) : []));
    for (const directory of directories) if (isQuoted(directory, text)) words.add(`${directory}/`);
  }

  /** True if something names a file, or the directory in which it is. */
  public has(own: InstalledPackage, path: string, kind: Kind): boolean {
    if (kind === 'asked' || kind === 'platform') return false;
    if (this.whole.has(own.directory)) return true;
    const words = this.words.get(own.directory);
    if (words?.has(`*${kind}`)) return true;
    if (words?.has(kind === 'tests' ? path.split('/')[0] : posix.basename(path))) return true;
    if (kind === 'documentation' && path.split('/').slice(0, -1).some(directory => words?.has(`${directory}/`))) return true;
    const paths = this.paths.get(own.directory);
    if (paths === undefined || kind === 'maps' || kind === 'types') return paths?.has(path) ?? false;
    return paths.has(path) || paths.has(path.replace(/\.[^./]+$/, '')) || directoriesOf(path).some(directory => paths.has(directory));
  }

  private add(own: InstalledPackage, path: string): void {
    // what stands before a star or a value is certain: the directory
    const certain = path.replace(/[^/]*(\*|\$\{).*$/, '');
    const normal = posix.normalize(certain).replace(/\/+$/, '');
    // the package itself is no path in it
    if (normal === '' || normal === '.' || normal.startsWith('..')) return;
    this.paths.set(own.directory, (this.paths.get(own.directory) ?? new Set()).add(normal));
  }
}

function isQuoted(word: string, text: string): boolean {
  return ['\'', '"', '`'].some(quote => text.includes(`${quote}${word}${quote}`));
}

/** True if a file is read for what it names: code, and programs without an ending. */
export function isRead(own: InstalledPackage, path: string): boolean {
  return CODE.test(path) || (!posix.basename(path).includes('.') && entriesOf({ bin: own.manifest.bin }).some(entry => posix.normalize(entry) === path));
}

/** The files that a manifest names, those for types aside. */
function entriesOf({ main, module, browser, exports, imports, bin, files: _files, ...others }: { readonly [field: string]: unknown }): string[] {
  const strings = (value: unknown, key = ''): string[] => {
    if (key === 'types' || key === 'typings') return [];
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([name, each]) => strings(each, name)) : [];
  };
  return [main, module, browser, exports, imports, bin, others['jsnext:main'], others.directories && (others.directories as { bin?: unknown }).bin].flatMap(value => strings(value));
}

function directoriesOf(path: string): string[] {
  const segments = path.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}
