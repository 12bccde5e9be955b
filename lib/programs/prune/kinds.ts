import { isCompilerSetting, isManagerSetting, isMemory, isTestDirectory, isTestFile, isToolSetting, isWelsh } from '../shared/file-kinds';
import { InstalledPackage } from '../shared/installed';
import { Platform } from './platform';

/** Why a file of an installed package may be left out. */
export type Kind = 'unloaded' | 'asked' | 'platform' | 'types' | 'maps' | 'sources' | 'native' | 'documentation' | 'tests' | 'settings';

export const KIND_TEXTS: Readonly<Record<Kind, string>> = {
  unloaded: 'packages that the server does not load, or has in it',
  asked: 'what the prop "modulePruning" takes away',
  platform: 'programs for other platforms',
  types: 'types, and nothing compiles',
  maps: 'source maps, and Node.js does not read them',
  sources: 'sources that nothing compiles',
  native: 'sources of what is compiled',
  documentation: 'documentation',
  tests: 'tests, examples and benchmarks',
  settings: 'settings of development tools',
};

/** Circumstances of all packages of an install. */
export interface Circumstances {
  readonly platform: Pick<Platform, 'has' | 'loads'>;
  /** True if something in the image reads types. */
  readonly readsTypes: boolean;
  /** True if something in the image loads TypeScript out of packages. */
  readonly loadsTypeScript: boolean;
  /** True if Node.js, or a package, reads source maps. */
  readonly readsMaps: boolean;
}

const LICENCE = /^(licen[cs]es?|copying|copyright|notice|patents|authors|third[-_ ]?party.*|unlicense|eula)([-._ ].*)?$/i;
const TYPES = /\.d\.([\w-]+\.)?[cm]?ts(\.map)?$|\.(js|mjs|cjs)\.flow$/;
const MAPS = /\.([cm]?jsx?|css|wasm|[cm]?tsx?)\.map$/;
const TYPED_SOURCES = /\.([cm]?tsx?)$/;
const NATIVE_SOURCES = /\.(c|cc|cpp|cxx|h|hh|hpp|hxx|o|obj|gypi|mk|s|asm|vcxproj|vcxproj\.filters|sln)$/i;
const DOCUMENT = /\.(md|markdown|mdx|mkd|rst|adoc|asciidoc)$/i;
const DOCUMENT_NAME = /^(readme|changelog|changes|history|news|contributing|contributors|maintainers|security|code_of_conduct|upgrading|migrating|migration|roadmap|governance|faq|todo|backers|sponsors|releases?)(\.(txt|html?))?$/i;
const ASIDE = /^(tests?|__tests__|spec|specs|e2e|examples?|demos?|benchmarks?|bench|coverage|\.nyc_output)$/i;
/** Of those, names that a directory of data may have as well. */
const MAY_BE_DATA = /^(specs?|examples?|demos?)$/i;
const CODE = /\.([cm]?[jt]sx?|coffee|ls|feature|sh|html?)$/;
const PREBUILDS = /^(?:.*\/)?prebuilds\/([a-z0-9]+)-([a-z0-9+]+)\/(.*)$/;

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Why a file may be left out, if nothing names it. A file without a kind stays, and so does every licence. */
export function kindOf(path: string, own: InstalledPackage, { platform, readsTypes, loadsTypeScript, readsMaps }: Circumstances): Kind | undefined {
  const name = nameOf(path);
  if (path === 'package.json' || LICENCE.test(name)) return undefined;
  if (!platform.has(own.manifest)) return 'platform';
  const [, os, cpus, file] = PREBUILDS.exec(path) ?? [];
  if (os !== undefined && !platform.loads(os, cpus, file)) return 'platform';
  const top = path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
  if (TYPES.test(name)) return readsTypes ? undefined : 'types';
  if (MAPS.test(name)) return readsMaps ? undefined : 'maps';
  if ((ASIDE.test(top) && (!MAY_BE_DATA.test(top) || hasCode(own, top))) || (isTestFile(name) && !isWelsh(name, () => own.text(path))) || path.split('/').slice(0, -1).some(isTestDirectory)) return 'tests';
  if (TYPED_SOURCES.test(name)) return loadsTypeScript ? undefined : 'sources';
  if (NATIVE_SOURCES.test(name) && isNative(own)) return 'native';
  if (DOCUMENT.test(name) || (top === '' && DOCUMENT_NAME.test(name))) return 'documentation';
  if (isMemory(name) || (top === '' ? isOfTools(name) : isToolDirectory(top))) return readsTypes && isCompilerSetting(name) ? undefined : 'settings';
  return undefined;
}

/** Top directories with code in them, by packages: one that holds nothing but data may be what a package is there for. */
const withCode = new WeakMap<InstalledPackage, ReadonlySet<string>>();

function hasCode(own: InstalledPackage, top: string): boolean {
  let known = withCode.get(own);
  if (known === undefined) {
    known = new Set([...own.files.keys()].filter(path => CODE.test(path)).map(path => path.slice(0, path.indexOf('/'))));
    withCode.set(own, known);
  }
  return known.has(top);
}

/** True if a file is of those who develop a package: its tests, examples and settings. */
export function isOfDevelopment(path: string, own: InstalledPackage): boolean {
  const kind = kindOf(path, own, { platform: ANY, readsTypes: false, loadsTypeScript: false, readsMaps: false });
  return kind === 'tests' || kind === 'settings';
}

/** Every platform: what is for none of them is no matter where tests are told from code. */
const ANY: Pick<Platform, 'has' | 'loads'> = { has: () => true, loads: () => true };

/** True if a package is compiled where it is installed: what it is compiled from is of no use to Node.js. */
function isNative({ files, manifest, name }: InstalledPackage): boolean {
  return files.has('binding.gyp') || manifest.gypfile === true || name === 'nan' || name === 'node-addon-api';
}

function isOfTools(name: string): boolean {
  return [isManagerSetting, isCompilerSetting, isToolSetting].some(matches => matches(name)) || /^(bower|component)\.json$/.test(name);
}

function isToolDirectory(name: string): boolean {
  return name.startsWith('.') && isToolSetting(name);
}
