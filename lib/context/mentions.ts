import { isLockfile } from '../project/kept-out';
import { LeftOut, Reason } from './context-entry';

/** Files in which a name is a reason to believe that something is read: sources, scripts, settings. */
const READER = /(^|\/)[^/.][^/]*\.([cm]?[jt]sx?|json|json5|ya?ml|toml|vue|svelte|astro|mdx|html?|hbs|ejs|pug|njk|graphql|gql|prisma|sh|bash|py|sql|conf)$|(^|\/)\.[\w-]+rc(\.[a-z]+)?$|(^|\/)(Procfile|Makefile|[\w-]+)$/;

/** Those that name everything, as lockfiles do, and read nothing. */
const NO_READER = /(^|\/)(tsconfig[^/]*\.json|LICEN[CS]E|NOTICE|AUTHORS|\.[a-z]*ignore|\.gitattributes|\.gitmodules|\.editorconfig)$/;

/** A longer file is not written by hand. */
const MOST_READ = 512 * 1024;

/** More names than these are leavings of tools. */
const MOST_NAMES = 400;

/** Documents are read by their ending, too: `*.md`. */
const DOCUMENT = /\.(md|markdown|mdx)$/i;

/** Names that stand in other files, and the files that they stand in. */
export class Mentions {
  private readonly names = new Set<string>();
  private readonly readers = new Map<string, string>();
  private expression: RegExp | undefined;

  constructor(wanted: readonly string[]) {
    wanted.slice(0, MOST_NAMES).forEach(path => keysOf(path).forEach(key => this.names.add(key)));
    if (this.names.size > 0) {
      const alternatives = [...this.names].sort((a, b) => b.length - a.length).map(name => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
      this.expression = new RegExp(`(?<![\\w-])(?:${alternatives.join('|')})(?![\\w-])`, 'g');
    }
  }

  /** Looks for the names in a file. */
  public look(path: string, text: string): void {
    if (!this.expression || text.length > MOST_READ || !READER.test(path) || NO_READER.test(path) || isLockfile(path)) return;
    for (const match of text.matchAll(this.expression)) {
      const [name] = match;
      const before = text[match.index - 1] ?? '\n';
      const after = text[match.index + name.length] ?? '\n';
      if (isWhole(name, before, after) && !this.readers.has(name)) this.readers.set(name, path);
    }
  }

  /** A file that names a path, undefined if none does. */
  public readerOf(path: string): string | undefined {
    return keysOf(path).map(key => this.readers.get(key)).find(reader => reader !== undefined);
  }
}

/** Names by which a file may be mentioned in another one: its name; a document by the name without ending, or by the ending alone. */
function keysOf(path: string): string[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return DOCUMENT.test(name) ? [name, name.replace(DOCUMENT, ''), DOCUMENT.exec(name)![0].toLowerCase()] : [name];
}

/** True if what was found is the name and no part of another one, or an ordinary word. */
function isWhole(name: string, before: string, after: string): boolean {
  if (DOCUMENT.test(`x${name}`)) return true;
  if (/^[A-Z_]{3,}$/.test(name)) return before !== '.';
  // without an ending it is an ordinary word, unless it is a path or a string of its own
  return /.\.\w+$/.test(name) ? before !== '.' : [before, after].every(character => /[\\/'"`]/.test(character));
}

/** Paths that stay out and would be missed where a file names them. */
export function missable(leftOut: readonly LeftOut[]): string[] {
  return leftOut.filter(({ reason }) => reason === Reason.GIT || reason === Reason.DOCKERIGNORE).map(({ path }) => path);
}
