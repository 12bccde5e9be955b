import { posix } from 'path';
import type { Metafile } from 'esbuild';
import { InstalledTree } from '../shared/installed-tree';
import { packageDirectory, ReadCode } from './outside';
import { ENTRIES } from './several';

/** The kind of a module outside that is a script: it is required where it is imported, so that it is evaluated in its turn. */
export const IN_PLACE = 'in-place';

/** Packages and code, as they are known. */
interface Known {
  readonly installed: InstalledTree;
  readonly read: ReadCode;
}

/** The files of a bundle, and in which order they are evaluated. */
export class Graph {
  /** The files that went into it. */
  public readonly files: readonly string[];
  /** Those that another one loads. */
  public readonly loaded: ReadonlySet<string>;

  /** @param hoisted Names of modules outside that are imported: these are evaluated before all that is in the bundle. */
  constructor(private readonly inputs: Metafile['inputs'], private readonly hoisted: ReadonlySet<string>, private readonly known: Known) {
    this.files = Object.keys(inputs).filter(path => posix.basename(path) !== ENTRIES && !path.includes(':'));
    this.loaded = new Set(this.files.flatMap(path => inputs[path].imports.map(each => each.path)));
  }

  /** Words on a module outside that would be evaluated earlier than Node.js does without a bundle; undefined if there is none. */
  public outOfOrder(entries: readonly string[]): string | undefined {
    if (this.hoisted.size === 0) return undefined;
    const seen = new Set<string>();
    for (const entry of entries) {
      const found = this.follow(entry, seen, { ran: entries.length > 1 ? 'what is started beside it' : undefined });
      if (found !== undefined) return found;
    }
    const later = this.files.filter(path => !seen.has(path)).flatMap(path => this.importsOf(path)).find(each => this.isHoisted(each));
    return later && `${later.path} stays outside as an ECMAScript module, and would be evaluated at the start, where the application loads it later`;
  }

  /** Follows imports as Node.js evaluates them: what a file imports, then the file. */
  private follow(file: string, seen: Set<string>, before: { ran?: string }): string | undefined {
    if (seen.has(file)) return undefined;
    seen.add(file);
    for (const each of this.importsOf(file)) {
      if (this.isHoisted(each)) {
        if (before.ran !== undefined) return `${each.path} stays outside as an ECMAScript module, and would be evaluated before ${before.ran}`;
      } else if (each.external !== true) {
        const found = this.follow(each.path, seen, before);
        if (found !== undefined) return found;
      }
    }
    if (this.runs(file)) before.ran ??= file.startsWith(`${IN_PLACE}:`) ? file.slice(IN_PLACE.length + 1) : file;
    return undefined;
  }

  private importsOf(file: string): ReadonlyArray<Metafile['inputs'][string]['imports'][number]> {
    return (this.inputs[file]?.imports ?? []).filter(({ kind }) => kind === 'import-statement');
  }

  private isHoisted({ path, external }: { readonly path: string; readonly external?: boolean }): boolean {
    return external === true && this.hoisted.has(path);
  }

  /** True unless it is shown that a file does nothing but to make its own values. */
  private runs(file: string): boolean {
    if (file.endsWith('.json')) return false;
    if (file.includes(':')) return true;
    const directory = packageDirectory(file);
    if (directory !== undefined && this.known.installed.packages.get(directory)?.manifest.sideEffects === false) return false;
    return this.known.read(file)?.runs ?? true;
  }
}
