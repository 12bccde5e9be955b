import { isTestDirectory, mayHoldTests } from '../shared/file-kinds';
import { MANAGERS } from '../shared/package-managers';
import { ancestors, isWithin } from './paths';
import { LARGEST_ROOT } from './programs';
import { Tree } from './tree';

const COMPILES = /['"`](ts-node|tsx\/(cjs|esm)|@babel\/register|@swc-node\/register|esbuild-register|sucrase\/register|jiti)(\/[\w./-]*)?['"`]/;
const LOADS = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"]((?:@[\w.~-]+\/)?[a-z0-9][\w.~-]*)(?:\/[^'"]*)?['"]/g;

/** Code that lists, copies or packs directories as they are. */
const WHOLE = new RegExp([
  /(?:readdir|opendir|copy|glob|walk|fast-glob|fdir)\w*\s*\(/, /\bcp\w*\s*\(/, /['"`](?:cp|rsync)['"`]/,
  /\.(?:directory|addLocalFolder\w*|addDirectory|compressDir)\s*\(/, /\btar\w*\.(?:c|create|pack)\s*\(/, /\bzip(?:Folder|Directory)?\s*\(/,
].map(({ source }) => source).join('|'), 'i');

/** Code that starts processes. */
const RUNS_PROGRAMS = /child_process|\b(?:execa|shelljs|zx|cross-spawn|tinyexec|nano-spawn)\b/;

/** Packages by which an application runs tests where it runs, and the module of Node.js. */
const TEST_RUNNERS = /^(mocha|jest|@jest\/core|vitest|@playwright\/test|jasmine|ava|tap|tape|@cucumber\/cucumber|testcafe|@wdio\/cli|cypress)$/;
const RUNS_TESTS = /['"]node:test['"][^]*\brun\s*\(/;

/** Endings of what packages compile where the application runs. */
const AT_START: { readonly [name: string]: readonly string[] } = {
  'sass': ['.scss', '.sass'], 'sass-embedded': ['.scss', '.sass'], 'node-sass': ['.scss', '.sass'], 'less': ['.less'], 'stylus': ['.styl'],
  '@vue/compiler-sfc': ['.vue'], 'svelte': ['.svelte'], 'coffeescript': ['.coffee', '.litcoffee'], 'livescript': ['.ls'],
};

/** Packages that read settings out of files which no code names. */
const SETTINGS_LOADERS = /^(config|nconf|rc|rc9|convict|c12|cosmiconfig|unconfig|lilconfig|node-config-ts|node-yaml-config|confbox|@nestjs\/config|js-yaml|yaml|toml|smol-toml|@iarna\/toml|ini|json5)$/;
const SETTINGS = /^(config|conf|configs|settings|cfg|etc)$/i;

/** Files of dependencies that the code that starts loads, and the directories that it opens, told by its text. */
export class LoadedByCode {
  /** The packages that it loads. */
  public readonly packages: readonly string[];
  /** The file that loads what compiles sources. */
  public readonly compiler: string | undefined;
  /** Endings of what the code that starts compiles itself. */
  public readonly compiledAtStart: readonly string[];
  /** That by which it runs tests where it runs. */
  public readonly testRunner: string | undefined;
  private readonly texts: ReadonlyMap<string, string>;
  private readonly opened = new Map<string, string | undefined>();

  private readonly foreign: readonly string[];

  /** @param own the directories of the packages that are the application, or a part of it */
  constructor(tree: Tree, closure: ReadonlySet<string>, private readonly own: ReadonlySet<string>) {
    const files = [...closure].filter(path => tree.entries.get(path)?.kind === 'file' && tree.entries.get(path)!.size <= LARGEST_ROOT);
    this.texts = new Map(files.map(path => [path, tree.text(path)]));
    this.packages = [...new Set([...this.texts.values()].flatMap(text => [...text.matchAll(LOADS)].map(([, name]) => name)))];
    this.foreign = [...tree.entries.keys()].filter(path => path.endsWith('/package.json')).map(path => path.slice(0, path.lastIndexOf('/')))
      .filter(directory => !own.has(directory) && !directory.split('/').includes('node_modules'));
    this.compiledAtStart = this.packages.flatMap(name => Object.hasOwn(AT_START, name) ? AT_START[name] : []);
    this.testRunner = this.packages.find(name => TEST_RUNNERS.test(name)) ?? ([...this.texts.values()].some(text => RUNS_TESTS.test(text)) ? 'node:test' : undefined);
    this.compiler = files.find(path => COMPILES.test(this.texts.get(path)!));
  }

  /** True if a file of data may be settings that the code reads without naming it: it loads a package that does, and the file lies where settings do. */
  public readsSettings(path: string): boolean {
    const directory = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
    const isPlace = this.own.has(directory) || ancestors(path).some(each => SETTINGS.test(each.slice(each.lastIndexOf('/') + 1)));
    return isPlace && this.packages.some(name => SETTINGS_LOADERS.test(name));
  }

  /** The code that names the directory of tests in which a file lies as part of a path, and not as a word. */
  public opensDirectory(path: string): string | undefined {
    const names = ancestors(path).map(each => each.slice(each.lastIndexOf('/') + 1)).filter(name => isTestDirectory(name) || mayHoldTests(name));
    return names.map(name => this.naming(name)).find(by => by !== undefined);
  }

  /**
   * The code that lists or copies the directory of a package which is none of the application, such as a template, or one with
   * such packages in it: what lies there is handed on as it is, with its tests and settings.
   */
  public opensWhole(path: string): string | undefined {
    const foreign = this.foreign.filter(directory => isWithin(directory, path));
    const above = foreign.flatMap(ancestors).filter(directory => ![...this.own].some(part => isWithin(directory, part)));
    return [...new Set([...above, ...foreign])].map(directory => this.openingOf(directory)).find(by => by !== undefined);
  }

  /** The scripts of package.json that the code runs by a package manager. */
  public runsScripts(names: readonly string[]): string[] {
    const texts = [...this.texts.values()].filter(text => RUNS_PROGRAMS.test(text));
    return texts.length === 0 ? [] : names.filter(name => {
      const run = new RegExp(`(?:^|['"\`\\s])(?:${[...MANAGERS].join('|')}|--run)(?:['"\`]\\s*,\\s*\\[)?[^\\n;]{0,60}?['"\`\\s]${escaped(name)}(?=['"\`\\s,;&|)]|$)`, 'm');
      return texts.some(text => run.test(text));
    });
  }

  private openingOf(directory: string): string | undefined {
    if (!this.opened.has(directory)) {
      this.opened.set(directory, this.naming(directory.slice(directory.lastIndexOf('/') + 1), text => WHOLE.test(text)));
    }
    return this.opened.get(directory);
  }

  private naming(word: string, isReader: (text: string) => boolean = () => true): string | undefined {
    const name = escaped(word);
    const inPath = new RegExp(`['"\`/]${name}/|\\.\\.?/${name}['"\`]|\\b(?:join|resolve)\\([^\\n]*['"\`]/?${name}['"\`]|dirname\\W+${name}['"\`]`);
    return [...this.texts].find(([, text]) => inPath.test(text) && isReader(text))?.[0];
  }
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
