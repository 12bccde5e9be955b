import { directoryOf } from '../../project/files/relative-path';
import { isBunSetting, runSettings } from './bun-settings';
import { ancestors, inTree, withoutEnding } from './paths';

/** How surely a text names a file: itself, a directory it lies in, or something with the name of such a directory. */
export type Strength = 'file' | 'directory' | 'top';

export interface Named {
  readonly strength: Strength;
  /** The file with the name. */
  readonly by: string;
}

const LOOKS_LIKE_A_PATH = /^[\w@.~+#\-/\\*?{}(),|![\]: ]{2,200}$/;
const BARE = /^[\w@.~+\-]+$/;

/**
 * Names in the texts of a release. No language is parsed for it, since a name that is found too much keeps a file, and one
 * that is missed may lose it: whatever stands between two quotes counts.
 */
export class Names {
  private readonly paths = new Map<string, string>();
  private readonly bases = new Map<string, string>();
  private readonly suffixes = new Map<string, string>();
  private readonly globs = new Map<string, { readonly pattern: RegExp; readonly by: string }>();

  /** @param directory where relative paths are opened from */
  constructor(private readonly directory: string) {}

  /**
   * Adds what a file names.
   *
   * @param written whether a build wrote it: a bundle has the names of its modules in it, as keys
   */
  public read(file: string, text: string, written: boolean): void {
    const directory = directoryOf(file);
    for (const literal of literalsOf(file, text, written)) this.add(literal, file, directory);
  }

  /** Adds a path that something names. */
  public add(literal: string, by: string, directory: string): void {
    const text = literal.replace(/^file:\/\/|\?.*$/g, '').replace(/\\\\/g, '/').trim();
    if (!LOOKS_LIKE_A_PATH.test(text) || /^[a-z]+:\/\//.test(text)) return;
    const put = (map: Map<string, string>, key: string) => {
      if (!map.has(key)) map.set(key, by);
    };
    const relative = text.replace(/^\/+/, '');
    for (const base of new Set([this.directory, directory])) {
      if (relative.includes('*')) this.addGlob(base, relative, by);
      const path = inTree(base, relative);
      if (path !== undefined && path !== '' && path !== this.directory) put(this.paths, path);
    }
    if (BARE.test(relative)) put(this.bases, relative);
    // an alias, or a path from a directory that a setting names
    const tail = relative.replace(/^[@~#]\/?/, '').replace(/\/+$/, '');
    if (!tail.startsWith('.') && (tail.includes('/') || tail !== relative)) put(this.suffixes, tail);
  }

  /**
   * How a path is named, most surely first.
   *
   * @param whole whether the whole path counts alone, and not its end as well
   */
  public of(path: string, whole = false): Named | undefined {
    const bare = withoutEnding(path);
    const above = bare.replace(/\/index$/, '');
    // TypeScript names what it compiles to
    const names = [path, bare, `${bare}.js`, `${bare}.mjs`, `${bare}.cjs`, ...above !== bare && above.includes('/') ? [above] : []];
    for (const name of names) {
      const by = this.paths.get(name) ?? (whole ? undefined : this.bySuffix(name));
      if (by !== undefined) return { strength: 'file', by };
    }
    for (const { pattern, by } of this.globs.values()) if (pattern.test(path)) return { strength: 'file', by };
    for (const directory of ancestors(path).reverse()) {
      if (directory === this.directory) break;
      const by = this.paths.get(directory);
      const top = !(this.directory === '' ? directory : directory.slice(this.directory.length + 1)).includes('/');
      if (by !== undefined) return { strength: top ? 'top' : 'directory', by };
      const also = whole ? undefined : this.bySuffix(directory);
      if (also !== undefined) return { strength: 'directory', by: also };
    }
    return undefined;
  }

  /** Text that names a file of this name, wherever it lies. */
  public ofName(path: string): Named | undefined {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const by = name.includes('.') ? this.bases.get(name) : undefined;
    return by === undefined ? undefined : { strength: 'file', by };
  }

  private bySuffix(path: string): string | undefined {
    const segments = path.split('/');
    for (let index = 0; index < segments.length; index++) {
      const suffix = segments.slice(index).join('/');
      const by = this.suffixes.get(suffix);
      if (by !== undefined) return by;
    }
    return undefined;
  }

  private addGlob(base: string, glob: string, by: string): void {
    const path = inTree(base, glob);
    if (path === undefined || this.globs.has(path) || this.globs.size >= 500 || /^[*/.{}]*$/.test(glob)) return;
    this.globs.set(path, { pattern: globExpression(path), by });
  }
}

/** Texts between quotes, and in files without quotes every word. */
function literalsOf(file: string, whole: string, written: boolean): string[] {
  const text = isBunSetting(file) ? runSettings(whole) : whole;
  if (/(^|\/)tsconfig[^/]*\.json$/.test(file)) {
    // what it includes is for the compiler; what it extends is read with it
    return [...text.matchAll(/"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/g)].flatMap(([, value]) => value.split('"')).filter(value => BARE_PATH.test(value));
  }
  const words = /\.(ya?ml|toml|ini|conf|sh|bash|properties)$|(^|\/)[^.]+$/.test(file) ? text.split(/[\s:=,;]+/) : [];
  const parts = text.split(/["'`\n]/);
  const quoted = written ? parts.filter((_, index) => !/^\s*[:(]/.test(parts[index + 1] ?? '') && !/__webpack_require__[\w.]*\($/.test(parts[index - 1] ?? '')) : parts;
  return [...words, ...quoted, ...joinedPaths(text)].flatMap(part => {
    if (part.length < 2 || part.length > 300) return [];
    return part.includes('${') ? [part.replace(/\$\{[^}]*\}/g, '*'), ...part.split(/\$\{[^}]*\}?/)] : [part];
  });
}

/** The paths that calls put together of several words: `path.join(process.cwd(), 'src', 'routes', '*.ts')`. */
function joinedPaths(text: string): string[] {
  return [...text.matchAll(/\b(?:join|resolve)\(((?:[^()]|\([^()]*\)){1,300})\)/g)].flatMap(([, given]) => {
    const parts = [...given.matchAll(/(["'`])([^"'`\n]+)\1/g)].map(([, , part]) => part);
    return parts.length > 1 ? [parts.join('/')] : [];
  });
}

const BARE_PATH = /^[\w@./\-]+$/;

/** `**`, `*`, `?`, `{a,b}` and `@(a|b)`. */
function globExpression(glob: string): RegExp {
  let source = '';
  let depth = 0;
  for (let i = 0; i < glob.length; i++) {
    const char = glob[i];
    if (glob.startsWith('**/', i)) {
      source += '(?:.*/)?';
      i += 2;
    } else if (char === '*') {
      source += glob[i + 1] === '*' ? '.*' : '[^/]*';
      if (glob[i + 1] === '*') i++;
    } else if (char === '?') {
      source += '[^/]';
    } else if (char === '{' || char === '(') {
      source += '(?:';
      depth++;
    } else if ((char === '}' || char === ')') && depth > 0) {
      source += ')';
      depth--;
    } else if ((char === ',' || char === '|') && depth > 0) {
      source += '|';
    } else if (!(char === '@' && glob[i + 1] === '(')) {
      source += char.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
    }
  }
  return new RegExp(`^${source}${')'.repeat(depth)}$`, 's');
}
