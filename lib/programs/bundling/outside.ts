import { posix } from 'path';
import { directoryOf } from '../../project/files/relative-path';
import { globOf } from '../../project/text/glob';
import { pathsIn } from '../collect/modules/entry-code';
import { packageOf, quotedPackages } from '../collect/modules/package-names';
import { isWithin } from '../collect/paths';
import { isOfDevelopment } from '../prune/kinds';
import { asksFor, InstalledPackage } from '../shared/installed';
import { InstalledTree } from '../shared/installed-tree';
import { FileCode } from './file-code';
import { OwnFiles } from './own-files';

/** Reads code, each file once; undefined where it is none. */
export type ReadCode = (path: string) => FileCode | undefined;

const ENDINGS = ['', '.js', '.cjs', '.mjs', '.json', '/index.js', '/index.cjs', '/index.mjs'];
const CODE = /\.[cm]?js$/;
/** Conditions of exports that Node.js does not load by. */
const ELSEWHERE = ['types', 'browser', 'deno'];

/**
 * Packages and files that stay outside of bundles, each with the reason. Whatever one loads stays outside with it: a module is in one place
 * only, so that there is one of it while the application runs.
 */
export class Outside {
  /** Packages by their directories. */
  public readonly packages = new Map<string, string>();
  /** Those of them that others outside need. */
  public readonly needed = new Set<string>();
  /** Files of the application. */
  public readonly files = new Map<string, string>();
  /** Why nothing of the application is bundled. */
  public everything?: string;
  /** Packages outside that may load anything, with what they load. */
  public readonly loaders = new Map<string, string>();
  private readonly waiting: Array<{ readonly directory: string } | { readonly file: string }> = [];

  constructor(
    private readonly installed: InstalledTree,
    private readonly own: OwnFiles,
    private readonly declared: ReadonlySet<string>,
    private readonly read: ReadCode,
  ) {}

  /** Keeps a package outside by the name by which a file in a directory finds it. */
  public keep(name: string, from: string, reason: string): void {
    const directory = this.installed.find(name, from);
    if (directory !== undefined) this.keepAt(directory, reason);
  }

  public keepAt(directory: string, reason: string): void {
    if (!this.installed.packages.has(directory)) {
      // a package of the monorepo, to which a link leads
      this.own.below(directory).forEach(path => this.keepFile(path, reason));
      return;
    }
    if (this.packages.has(directory)) return;
    this.packages.set(directory, reason);
    this.waiting.push({ directory });
  }

  public keepFile(file: string, reason: string): void {
    if (this.files.has(file)) return;
    this.files.set(file, reason);
    this.waiting.push({ file });
  }

  public keepAll(reason: string): void {
    this.everything ??= reason;
  }

  /** Keeps what those load that are outside. True if there was something to follow. */
  public follow(): boolean {
    const any = this.waiting.length > 0;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      if ('file' in next) this.followFile(next.file);
      else this.followPackage(next.directory, this.installed.packages.get(next.directory)!);
    }
    return any;
  }

  private followFile(file: string): void {
    const code = this.read(file);
    if (code === undefined) {
      if (!isOfBrowser(this.own.text(file))) this.keepAll(`${file} cannot be read as code`);
      return;
    }
    const anything = code.doubts.find(({ loadsAnything }) => loadsAnything);
    if (anything !== undefined && !isOfBrowser(this.own.text(file))) this.keepAll(`${file}: ${anything.reason}`);
    for (const name of [...code.loads, ...code.unseen]) this.keepLoaded(file, name, `${file} loads it, which is outside`);
    this.own.namedBy(file, code).forEach(path => this.keepFile(path, `${file} names it, which is outside`));
    for (const beginning of code.beginnings) this.keepBeginning(file, beginning);
  }

  /** Keeps a module that a file of the application loads. */
  public keepLoaded(file: string, name: string, reason: string): void {
    const from = posix.dirname(file);
    if (/^\.{1,2}(\/|$)/.test(name)) {
      const path = this.own.at(from, name);
      if (path !== undefined) this.keepFile(path, reason);
    } else {
      const found = packageOf(name);
      if (found !== undefined) this.keep(found, from === '.' ? '' : from, reason);
    }
  }

  /** Keeps modules of which a file of the application loads one, by the beginning of its name. */
  public keepBeginning(file: string, beginning: string): void {
    const from = directoryOf(file);
    const reason = `${file} loads one of ${beginning}*`;
    if (/^\.{1,2}\//.test(beginning)) this.own.beginningWith(from, beginning).forEach(path => this.keepFile(path, reason));
    else if (beginning === '') this.keepAll(`${file} loads what has no name`);
    else [...this.installed.names].filter(name => name.startsWith(beginning) || beginning.startsWith(`${name}/`)).forEach(name => this.keep(name, from, reason));
  }

  private keepNeeded(name: string, from: string, by: InstalledPackage): void {
    const directory = this.installed.find(name, from);
    if (directory === undefined || this.packages.has(directory)) return;
    this.keepAt(directory, `${by.name} needs it, which is outside`);
    if (this.packages.has(directory)) this.needed.add(directory);
  }

  private followPackage(directory: string, own: InstalledPackage): void {
    for (const name of asksFor(own.manifest)) this.keepNeeded(name, directory, own);
    const entered = this.entered(directory, own);
    for (const path of own.files.keys()) {
      if (!CODE.test(path) || isOfDevelopment(path, own)) continue;
      const file = posix.join(directory, path);
      const from = posix.dirname(file);
      const code = this.read(file);
      for (const name of [...code?.loads ?? [], ...code?.unseen ?? []]) {
        const found = packageOf(name);
        if (found !== undefined && found !== own.name) this.keepNeeded(found, from, own);
      }
      const anything = code?.doubts.find(({ loadsAnything }) => loadsAnything);
      if (anything === undefined || !entered.has(path)) continue;
      if (!this.loaders.has(directory)) this.loaders.set(directory, `${own.name}: ${anything.reason}`);
      // a driver, by a name in a table
      for (const name of quotedPackages(own.text(path))) if (this.declared.has(name) && name !== own.name) this.keepNeeded(name, from, own);
    }
  }

  /** Files of a package to which its entries lead: what it has for browsers beside them loads nothing here. */
  private entered(directory: string, { files, manifest }: InstalledPackage): Set<string> {
    const found = new Set<string>();
    const follow = (path: string) => {
      const file = ENDINGS.map(ending => posix.normalize(path) + ending).find(each => files.has(each));
      if (file !== undefined) found.add(file);
    };
    const { main = 'index', bin, exports } = manifest;
    [main, bin, exports].flatMap(value => pathsIn(value, ELSEWHERE)).forEach(text => text.includes('*') ? [...files.keys()].filter(globOf(posix.normalize(text))).forEach(follow) : follow(text));
    // a set is gone through with what is added to it
    for (const path of found) {
      if (!CODE.test(path)) continue;
      const code = this.read(posix.join(directory, path));
      for (const name of [...code?.loads ?? [], ...code?.unseen ?? [], ...code?.texts.filter(text => text.length < 200) ?? []]) if (/^\.{1,2}(\/|$)/.test(name)) follow(posix.join(posix.dirname(path), name));
    }
    return found;
  }

  /** True if a file of modules or of the application is outside. */
  public has(file: string): boolean {
    return this.files.has(file) || [...this.packages.keys()].some(directory => isWithin(directory, file) && packageDirectory(file) === directory);
  }
}

/** The directory of the package in which a file lies; undefined for one of the application. */
export function packageDirectory(file: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
}

/** True if code that nothing of the server loads is for browsers, where nothing can be required. */
function isOfBrowser(text: string): boolean {
  return /\b(document|window)\./.test(text);
}
