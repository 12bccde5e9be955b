import { readdirSync, realpathSync, statSync } from 'fs';
import { extname, join, sep } from 'path';
import { hasType } from './content-types';

/** Deeper than any site. */
const DEEPEST = 64;

/** File that stands for a path. */
export interface Found {
  readonly status: 200 | 404;
  /** The name of the file below the root. */
  readonly name: string;
  /** The file itself. */
  readonly file: string;
}

/**
 * The files of a site, as they are when the server starts: a path that is asked for is looked up here and never on disk,
 * so that none leads out of the directory, to a file with a hidden name, or to an error of the file system.
 */
export class Site {
  private readonly files = new Map<string, string>();
  private readonly root: string;

  constructor(directory: string) {
    this.root = realpathSync(directory);
    this.add(this.root, '', []);
  }

  /** True if there is anything to serve. */
  public get hasIndex(): boolean {
    return this.files.has('index.html');
  }

  /** The file of a name, such as `app.js.gz`. */
  public file(name: string): string | undefined {
    return this.files.get(name);
  }

  /** The names of its pages, those that lie highest first. */
  public get pages(): string[] {
    const depth = (name: string) => name.split('/').length;
    return [...this.files.keys()].filter(name => name.endsWith('.html')).sort((a, b) => depth(a) - depth(b));
  }

  /** `/about` is `about`, `about.html` or `about/index.html`. */
  public find(path: string): Found | undefined {
    const name = partsOf(path).join('/');
    return this.first(200, [...path.endsWith('/') ? [] : [name, `${name}.html`], name === '' ? 'index.html' : `${name}/index.html`]);
  }

  /**
   * For a path that is not there it is `404.html`; without one the site is taken for one page that knows its own paths, so that a
   * path without an extension is that page, and so is one that a person visits and that ends as no file does.
   *
   * @param visited true if a browser is to show what it asks for
   */
  public instead(path: string, visited: boolean): Found | undefined {
    const parts = partsOf(path);
    const name = parts.join('/');
    const isPage = (extname(name) === '' || (visited && !hasType(name))) && !parts.some(isHidden);
    return this.first(404, ['404.html']) ?? (isPage ? this.first(200, ['index.html']) : undefined);
  }

  private first(status: Found['status'], names: readonly string[]): Found | undefined {
    const name = names.find(candidate => this.files.has(candidate));
    return name === undefined ? undefined : { status, name, file: this.files.get(name)! };
  }

  /** @param above the directories that this one is in, behind all links: one of them again would be without end */
  private add(directory: string, prefix: string, above: readonly string[]): void {
    if (above.includes(directory) || above.length > DEEPEST) return;
    for (const name of namesIn(directory).filter(item => !isHidden(item, above.length))) {
      const real = inside(this.root, join(directory, name));
      const kind = real === undefined ? undefined : statSync(real, { throwIfNoEntry: false });
      if (kind?.isFile()) this.files.set(prefix + name, real!);
      if (kind?.isDirectory()) this.add(real!, `${prefix}${name}/`, [...above, directory]);
    }
  }
}

function partsOf(path: string): string[] {
  return path.split('/').filter(part => part !== '' && part !== '.');
}

/** Hidden is what begins with a dot, except `.well-known` at the top; `..` is, too. */
function isHidden(name: string, depth: number): boolean {
  return name.startsWith('.') && !(depth === 0 && name === '.well-known');
}

/** A directory that cannot be read is empty. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** The file behind a path, if there is one and no link led out. */
function inside(root: string, path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return real.startsWith(root + sep) ? real : undefined;
  } catch {
    return undefined;
  }
}
