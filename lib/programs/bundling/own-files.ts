import { posix } from 'path';
import { directoryOf } from '../../project/files/relative-path';
import { globOf } from '../../project/text/glob';
import { inTree, isCode, isWithin } from '../collect/paths';
import { Tree } from '../collect/tree';
import { FileCode } from './file-code';

const ENDINGS = ['', '.js', '.cjs', '.mjs', '/index.js', '/index.cjs', '/index.mjs'];
const LARGEST_TEXT = 300;

/** The code of the application in the release, as its texts may name it. */
export class OwnFiles {
  /** Paths of code, without that of modules. */
  public readonly code: readonly string[];

  constructor(private readonly tree: Tree, private readonly directory: string) {
    this.code = [...tree.entries.values()].filter(({ path, kind }) => kind === 'file' && isCode(path) && !/(^|\/)node_modules\//.test(path)).map(({ path }) => path);
  }

  public text(path: string): string {
    return this.tree.text(path);
  }

  /** The file of the application to which a relative name leads. */
  public at(directory: string, name: string): string | undefined {
    const path = inTree(directory, name);
    return path === undefined ? undefined : ENDINGS.map(ending => path + ending).find(each => this.tree.entries.get(each)?.kind === 'file');
  }

  /** Code below a directory. */
  public below(directory: string): string[] {
    return this.code.filter(path => isWithin(directory, path));
  }

  /** Code that begins with a name. */
  public beginningWith(directory: string, beginning: string): string[] {
    const path = inTree(directory, beginning);
    return this.code.filter(each => path !== undefined && each.startsWith(beginning.endsWith('/') ? `${path}/` : path));
  }

  /** Code that a file names without loading it by a name that a bundler sees: for a thread, a process, or what loads all of a directory. */
  public namedBy(file: string, { texts, paths }: Pick<FileCode, 'texts' | 'paths'>): string[] {
    const found = new Set<string>();
    const bases = [...new Set([directoryOf(file), this.directory, ''])];
    const own = new Set(bases.slice(0, 1).flatMap(base => [base, ...above(base)]));
    const add = (path: string) => path !== file && found.add(path);
    for (const text of texts) {
      if (text === '' || text.length > LARGEST_TEXT || text.includes('\n')) continue;
      if (text.includes('*')) this.matching(text).forEach(add);
      else if (/\.[cm]?js$/.test(text)) this.code.filter(path => posix.basename(path) === posix.basename(text)).forEach(add);
    }
    for (const path of [...paths, ...texts.filter(text => /^\.{0,2}\/./.test(text) && text.length <= LARGEST_TEXT)]) {
      if (/[\n*]/.test(path)) continue;
      for (const base of bases) {
        const code = this.at(base, path.replace(/^\/+/, ''));
        if (code !== undefined && isCode(code)) add(code);
        const directory = inTree(base, path.replace(/^\/+/, ''));
        // what is above holds everything, and says nothing
        if (directory !== undefined && directory !== '' && !own.has(directory) && this.tree.isDirectory(directory)) this.below(directory).forEach(add);
      }
    }
    return [...found];
  }

  /** Code that is one of a pattern, wherever it begins. */
  private matching(pattern: string): string[] {
    const end = pattern.replace(/^.*?(?=[^/]*\*)/, '').replace(/^\/+/, '');
    const matches = globOf([end, `**/${end}`], { dot: true });
    return this.code.filter(path => matches(path));
  }
}

function above(directory: string): string[] {
  const all: string[] = [];
  for (let at = directory; at !== '' && at !== '.'; at = posix.dirname(at)) all.push(posix.dirname(at));
  return all.map(path => path === '.' ? '' : path);
}
