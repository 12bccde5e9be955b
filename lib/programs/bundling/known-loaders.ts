import { InstalledPackage } from '../shared/installed';
import { Doubt, DoubtKind } from './file-code';

/** Code that loads by a computed name, and of which it is known what it may load. */
export interface KnownLoader {
  readonly package: string;
  readonly file: RegExp;
  /** The doubt for which it would stay outside, and the very expression. */
  readonly kind: DoubtKind;
  readonly code?: string;
  /** Functions by which others have it load a name, unless they hand it one that does so. */
  readonly calls?: readonly string[];
  /** Packages that it asks for by names that a bundler does not see. */
  readonly asks?: readonly string[];
  /** True if it may load a package, told by the text of the file to which the package leads. */
  mayLoad?(own: InstalledPackage): boolean;
}

/**
 * Loaders in packages that were read. Each holds for the file and the very code: another version that does something else is
 * in doubt again.
 */
const KNOWN: readonly KnownLoader[] = [
  // engines of views, by the ending of a file: they have a function of this name
  { package: 'express', file: /^lib\/view\.js$/, kind: 'load', code: 'require(mod)', mayLoad: own => codeTexts(own).some(text => text.includes('__express')) },
  // they load what they are named only where they are given no function that does
  { package: '@nestjs/common', file: /^utils\/load-package\.util\.js$/, kind: 'load', code: 'require(packageName)', calls: ['loadPackage'] },
  { package: '@nestjs/core', file: /^helpers\/load-adapter\.js$/, kind: 'load', code: 'require(defaultPlatform)', calls: ['loadAdapter'] },
  { package: '@nestjs/core', file: /^helpers\/optional-require\.js$/, kind: 'load', code: 'require(packageName)', calls: ['optionalRequire'] },
  // it asks for one package, and has another one load it by the same name
  { package: '@nestjs/common', file: /^pipes\/file\/file-type\.validator\.js$/, kind: 'location', code: 'require.resolve(\'file-type\')', asks: ['file-type'] },
  { package: 'load-esm', file: /^index\.js$/, kind: 'load', code: 'import(module)', calls: ['loadEsm'] },
  // it reads the stack for the text of a warning
  { package: 'depd', file: /^index\.js$/, kind: 'caller' },
];

/** The entry for a doubt about a file of a package, if there is one. */
export function knownLoader(own: InstalledPackage, file: string, { kind, code }: Doubt): KnownLoader | undefined {
  return KNOWN.find(each => each.package === own.name && each.file.test(file) && each.kind === kind && each.code === code);
}

/** True if it is known what a file of a package asks for. */
export function isKnownToAsk(name: string, file: string): boolean {
  return KNOWN.some(each => each.asks !== undefined && each.package === name && each.file.test(file));
}

/** Names that code has such functions load; undefined stands for one that it computes. */
export function namesHandedTo(functions: readonly string[], text: string): Array<string | undefined> {
  return functions.flatMap(name => {
    // a call in which nothing is called hands on no function
    const calls = text.matchAll(new RegExp(`(?<!function )\\b${name}\\)?\\(\\s*([^()]*)\\)`, 'g'));
    return [...calls].map(([, words]) => /^(['"`])([^'"`$]+)\1/.exec(words)?.[2]);
  });
}

function codeTexts(own: InstalledPackage): string[] {
  return [...own.files.keys()].filter(path => /\.[cm]?js$/.test(path) && path.split('/').length <= 3).map(path => own.text(path));
}
