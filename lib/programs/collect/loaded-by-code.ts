import { isTestDirectory, mayHoldTests } from './kinds';
import { ancestors } from './paths';
import { LARGEST_ROOT } from './programs';
import { Tree } from './tree';

const COMPILES = /['"`](ts-node|tsx\/(cjs|esm)|@babel\/register|@swc-node\/register|esbuild-register|sucrase\/register|jiti)(\/[\w./-]*)?['"`]/;
const LOADS = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"]((?:@[\w.~-]+\/)?[a-z0-9][\w.~-]*)(?:\/[^'"]*)?['"]/g;

/** What the code that starts loads of dependencies, and the directories that it opens, told by its text. */
export class LoadedByCode {
  /** The packages that it loads. */
  public readonly packages: readonly string[];
  /** The file that loads what compiles sources. */
  public readonly compiler: string | undefined;
  private readonly texts: ReadonlyMap<string, string>;

  constructor(tree: Tree, closure: ReadonlySet<string>) {
    const files = [...closure].filter(path => tree.entries.get(path)?.kind === 'file' && tree.entries.get(path)!.size <= LARGEST_ROOT);
    this.texts = new Map(files.map(path => [path, tree.text(path)]));
    this.packages = [...new Set([...this.texts.values()].flatMap(text => [...text.matchAll(LOADS)].map(([, name]) => name)))];
    this.compiler = files.find(path => COMPILES.test(this.texts.get(path)!));
  }

  /** The code that names the directory of tests in which a file lies as part of a path, and not as a word. */
  public opensDirectory(path: string): string | undefined {
    const names = ancestors(path).map(each => each.slice(each.lastIndexOf('/') + 1)).filter(name => isTestDirectory(name) || mayHoldTests(name));
    return names.map(name => this.naming(name)).find(by => by !== undefined);
  }

  private naming(name: string): string | undefined {
    const inPath = new RegExp(`['"\`/]${name}/|\\.\\.?/${name}['"\`]|\\b(?:join|resolve)\\([^\\n]*['"\`]/?${name}['"\`]`);
    return [...this.texts].find(([, text]) => inPath.test(text))?.[0];
  }
}
