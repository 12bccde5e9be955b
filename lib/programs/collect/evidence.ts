import { isCompilerSetting, isManagerSetting, isTestFile } from '../shared/file-kinds';
import { MANAGERS } from '../shared/package-managers';
import { LoadedByCode } from './loaded-by-code';
import { Names } from './names';
import { isCode, isData, isTypeScript, withoutEnding } from './paths';
import { Reason } from './reasons';
import { isConfigurationOf, Started, startsIn } from './started';
import { Tree } from './tree';

/** Facts of the run of an application. */
export interface Run {
  readonly tree: Tree;
  readonly started: Started;
  /** Files that code loads or opens, with those that do. */
  readonly traced: ReadonlyMap<string, ReadonlySet<string>>;
  readonly names: Names;
  /** The directory that it starts in. */
  readonly directory: string;
  /** The names of the files that the build wrote. */
  readonly outputNames: ReadonlySet<string>;
  /** Sources in TypeScript of which nothing shows that the build compiled them. */
  readonly unshown: ReadonlySet<string>;
  /** Files that the code that starts loads, and whether something in it compiles sources. */
  readonly loads: LoadedByCode;
}

/** Why parts of a package are left out which code may hand on as it is. */
const WHOLE: readonly Reason[] = ['manager', 'tests', 'settings', 'documentation', 'compiled', 'copied'];

/** Settings that packages read which have another name. */
const READS: { readonly [name: string]: RegExp } = {
  '@babel/core': /^(babel\.config\.|\.babelrc)/, '@babel/register': /^(babel\.config\.|\.babelrc)/, '@swc/core': /^\.swcrc$/, 'get-tsconfig': /^tsconfig.*\.json$/,
  'browserslist': /^\.browserslistrc$/, 'browserslist-useragent': /^\.browserslistrc$/, 'browserslist-useragent-regexp': /^\.browserslistrc$/,
  'postcss-load-config': /^(postcss\.config\.|\.postcssrc)/, '@commitlint/load': /^(commitlint\.config\.|\.commitlintrc)/, '@svgr/core': /^(svgr\.config\.|\.svgrrc)/,
  'unified-engine': /^\.remarkrc/, 'eslint': /^(eslint\.config\.|\.eslintrc)/, 'stylelint': /^(stylelint\.config\.|\.stylelintrc)/, 'prettier': /^(prettier\.config\.|\.prettierrc)/,
};

/** Evidence that a file is read when the application runs, though there is a reason to leave it out; undefined where nothing does. */
export function evidenceFor(path: string, reason: Reason, run: Run): string | undefined {
  const { started, names } = run;
  if (reason === 'unwanted') return undefined;
  if (WHOLE.includes(reason)) {
    const by = run.loads.opensWhole(path);
    if (by !== undefined) return `${by} reads all of a directory above it`;
  }
  if (reason === 'manager') return undefined;
  if (started.files.includes(path) || startsIn(started, path)) return 'the start command names it';
  const loaders = run.traced.get(path);
  if (loaders !== undefined && (reason !== 'tests' || run.loads.testRunner !== undefined || namesTest(path, loaders, run.tree))) {
    const [by] = loaders;
    return by === undefined ? 'it is loaded' : `${by} loads or opens it`;
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (path.slice(0, path.lastIndexOf('/') + 1) === (run.directory === '' ? '' : `${run.directory}/`)) {
    if (isConfigurationOf([...started.programs, ...started.preloads], name)) return 'a program that starts reads it';
    if ((started.compiles || run.loads.compiler !== undefined) && isCompilerSetting(name)) return 'what compiles at start reads it';
    const configured = run.loads.packages.find(each => isConfigurationOf([each], name));
    if (configured !== undefined) return `${configured}, which the code loads, reads it`;
    const loaded = [...started.preloads, ...run.loads.packages];
    if (/^tsconfig.*\.json$/.test(name) && loaded.includes('tsconfig-paths')) return 'tsconfig-paths reads it';
    const reader = loaded.find(each => Object.hasOwn(READS, each) && READS[each].test(name));
    if (reader !== undefined) return `${reader}, which the code loads, reads it`;
    if (isManagerSetting(name) && started.programs.some(program => MANAGERS.has(program))) return 'the package manager that starts reads it';
  }
  if (reason === 'tests' && !isTestFile(name)) {
    const by = run.loads.opensDirectory(path);
    if (by !== undefined) return `${by} opens its directory`;
  }
  const source = reason === 'compiled' || reason === 'copied';
  const named = names.of(path, source);
  if (named?.strength === 'file' || named?.strength === 'directory') return `${named.by} names it`;
  if (named !== undefined && reason === 'tests' && run.loads.testRunner !== undefined) return `${named.by} names its directory, and ${run.loads.testRunner} runs tests in the application`;
  // data that the application reads names a directory to read from
  if (named?.strength === 'top' && reason === 'tests' && isData(named.by) && !isTestFile(name)) return `${named.by} names its directory`;
  if (named?.strength === 'top' && (reason === 'documentation' || (source && (!isTypeScript(path) || run.unshown.has(path))))) return `${named.by} names its directory`;
  const known = reason === 'tests' || reason === 'documentation' || reason === 'settings' || (source && !run.outputNames.has(bareName(path)));
  const by = known ? names.ofName(path)?.by : undefined;
  return by === undefined ? undefined : `${by} names it`;
}

/** Code that loads a whole directory means no tests in it, unless it says so. */
function namesTest(path: string, loaders: ReadonlySet<string>, tree: Tree): boolean {
  const name = withoutEnding(path.slice(path.lastIndexOf('/') + 1));
  const kind = /\.(test|spec)$/.exec(name)?.[0];
  return [...loaders].some(loader => {
    const text = tree.entries.get(loader)?.kind === 'file' ? tree.text(loader) : '';
    return text.includes(name) || (kind !== undefined && (text.includes(`${kind}.`) || text.includes(`${kind}'`) || text.includes(`${kind}"`) || text.includes(`${kind}\``)));
  });
}

export function bareName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return isCode(path) || isTypeScript(path) ? withoutEnding(name) : name;
}
