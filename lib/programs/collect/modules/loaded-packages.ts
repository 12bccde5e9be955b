import { posix } from 'path';
import { isOfDevelopment } from '../../prune/kinds';
import { asksFor, InstalledPackage } from '../../shared/installed';
import { InstalledTree } from '../../shared/installed-tree';
import { namesOf } from './code-names';
import { loadedThrough } from './entry-code';
import { packageOf, packagesNamedIn, quotedPackages } from './package-names';
import { ServerCode } from './server-code';
import { Value } from './values';

/** Reasons for which a server may need packages. */
export interface ServerNeeds {
  /** Where it starts. */
  readonly directory: string;
  readonly code: ServerCode;
  /** Packages that the start command runs or preloads, that settings name, and that the user keeps, each with what names it. */
  readonly named: ReadonlyMap<string, string>;
  /** Packages that those of the project declare to need when they run, by their directories. */
  readonly declared: ReadonlyMap<string, readonly string[]>;
  /** Packages that the build takes into the server: it may name them, and loads them only by saying so. */
  isBuiltIn(name: string): boolean;
  /** Why what the project declares may be left out where nothing is seen to load it; undefined where nothing says so. */
  explain(name: string): string | undefined;
  /** The code of a package that is linked out of `node_modules`, and the packages that it declares. */
  linked(directory: string): { readonly code: ServerCode; readonly declared: readonly string[] };
}

/** The packages that a server needs, by their directories, each with what asks for it; or why that cannot be told. */
export type Loaded = {
  readonly packages: ReadonlyMap<string, string>;
  readonly unexplained: readonly string[];
  /** Installed packages that the server loads and does not find, with the file that loads it. */
  readonly lost: ReadonlyMap<string, string>;
} | { readonly unknown: string };

/** Why a package is kept by the prop. */
export const KEPT = 'the prop "modulePruning" keeps it';

const CODE = /\.[cm]?js$/;

/** Made to be loaded before an application by what starts a container, so that nothing in the image names them. */
const PRELOADED = /^(dd-trace|newrelic|elastic-apm-node|applicationinsights|appdynamics|@opentelemetry\/.+|@sentry\/(node|node-core|profiling-node|opentelemetry)|@azure\/monitor-opentelemetry|@instana\/collector|@splunk\/otel|@honeycombio\/opentelemetry-node|@elastic\/opentelemetry-node|source-map-support|dotenv)$/;

/** Which packages a server needs. */
export function loadedPackages(installed: InstalledTree, needs: ServerNeeds): Loaded {
  const found = new Search(installed, needs);
  if (needs.code.unknown !== undefined) return { unknown: needs.code.unknown };
  found.readCode(needs.code);
  for (const [name, by] of needs.named) {
    found.keep(name, needs.directory, by);
    if (by === KEPT) installed.named(name).forEach(directory => found.keepAt(directory, by));
  }
  const declared = [...needs.declared].flatMap(([directory, names]) => names.map(name => ({ name, directory })));
  for (const { name, directory } of declared) if (PRELOADED.test(name)) found.keep(name, directory, 'it may be loaded before the application');
  const unknown = found.follow();
  if (unknown !== undefined) return { unknown };

  const open = declared.filter(({ name, directory }) => found.lacks(name, directory));
  const explained = new Set(open.filter(({ name }) => needs.explain(name) !== undefined));
  // the packages that a build uses bring theirs
  for (const { name, directory } of explained) {
    const asked = asksFor(installed.packages.get(installed.find(name, directory)!)?.manifest ?? {});
    open.filter(each => asked.includes(each.name)).forEach(each => explained.add(each));
  }
  const unexplained = open.filter(each => !explained.has(each));
  for (const { name, directory } of unexplained) found.keep(name, directory, 'nothing says what it is for');
  const later = found.follow();
  return later === undefined
    ? { packages: found.packages, unexplained: unexplained.map(({ name }) => name), lost: found.lost }
    : { unknown: later };
}

/** Search from one package to the next. */
class Search {
  public readonly packages = new Map<string, string>();
  public readonly lost = new Map<string, string>();
  private readonly linked = new Set<string>();
  /** Packages, or what is loaded of them, to be looked into. */
  private readonly waiting: Array<{ readonly directory: string; readonly specifier?: string }> = [];
  private readonly seen = new Set<string>();
  private readonly direct: ReadonlySet<string>;

  constructor(private readonly installed: InstalledTree, private readonly needs: ServerNeeds) {
    this.direct = new Set([...needs.declared.values()].flat());
  }

  /** @param specifier what is loaded of it; all of it if that is not known */
  public keep(name: string, from: string, by: string, specifier?: string): void {
    const found = this.installed.find(name, from);
    if (found !== undefined) this.keepAt(found, by, specifier);
  }

  public keepAt(directory: string, by: string, specifier?: string): void {
    const own = this.installed.packages.get(directory);
    if (own === undefined) this.linked.add(directory);
    else if (!this.packages.has(directory)) this.packages.set(directory, by);
    // all that a package may load counts, but for those that are built in: mostly something else of them is loaded
    const part = own !== undefined && specifier !== undefined && this.needs.isBuiltIn(own.name) ? specifier : undefined;
    const key = `${directory} ${part ?? ''}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.waiting.push({ directory, specifier: part });
  }

  /** True if a package is there, and nothing was found that needs it. */
  public lacks(name: string, from: string): boolean {
    const directory = this.installed.find(name, from);
    return directory !== undefined && !this.packages.has(directory) && !this.linked.has(directory);
  }

  /** Reads the names that code of the application loads and mentions. */
  public readCode({ loads, texts }: ServerCode): void {
    for (const load of loads) {
      for (const name of namesLoaded(load, this.installed)) {
        const from = posix.dirname(load.by);
        this.keep(name, from, load.by, load.whole ? load.text : undefined);
        if (load.whole && this.installed.names.has(name) && this.installed.find(name, from) === undefined) this.lost.set(name, load.by);
      }
    }
    for (const [text, by] of texts) {
      for (const name of packagesNamedIn(text).filter(each => this.installed.names.has(each) && !this.needs.isBuiltIn(each))) {
        this.keep(name, posix.dirname(by), by);
        if (/node_modules[/\\]/.test(text)) this.installed.named(name).forEach(directory => this.keepAt(directory, by));
      }
    }
  }

  /** Follows what is waiting; gives why that cannot be done. */
  public follow(): string | undefined {
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      const { directory, specifier } = next;
      const own = this.installed.packages.get(directory);
      if (own === undefined) {
        const { code, declared } = this.needs.linked(directory);
        if (code.unknown !== undefined) return code.unknown;
        this.readCode(code);
        for (const name of declared) this.keep(name, directory, directory);
        continue;
      }
      const part = specifier === undefined ? undefined : loadedThrough(own, specifier);
      if (part !== undefined) {
        for (const [name, from] of part) this.keep(name, posix.join(directory, from), own.name);
        continue;
      }
      for (const name of asksFor(own.manifest)) this.keep(name, directory, own.name);
      for (const [name, from] of this.loadedBy(own)) this.keep(name, posix.join(directory, from), own.name);
    }
    return undefined;
  }

  /** Packages that the code of a package loads beside those that it declares, and what it names of the packages that the project declares. */
  private loadedBy(own: InstalledPackage): Map<string, string> {
    const found = new Map<string, string>();
    for (const path of own.files.keys()) {
      if (!CODE.test(path) || isOfDevelopment(path, own)) continue;
      const text = own.text(path);
      const from = posix.dirname(path);
      const code = /\b(import|require|from)\b/.test(text) ? namesOf(text) : undefined;
      for (const { text: specifier } of code?.loads ?? []) {
        const name = packageOf(specifier);
        if (name !== undefined && name !== own.name) found.set(name, from);
      }
      for (const name of quotedPackages(text)) {
        if (this.direct.has(name) && name !== own.name && !this.needs.isBuiltIn(name) && !found.has(name)) found.set(name, from);
      }
    }
    return found;
  }
}

/** The packages that something loads; where but the beginning of a name is known, all that begin so. */
function namesLoaded({ text, whole }: Value, { names }: InstalledTree): string[] {
  const name = packageOf(text);
  if (whole || (name !== undefined && text.startsWith(`${name}/`))) return name === undefined ? [] : [name];
  return [...names].filter(each => each.startsWith(text));
}
