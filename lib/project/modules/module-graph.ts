import { MemoryFiles } from '../files/memory-files';
import { ProjectFiles } from '../files/project-files';
import { parseSource, Unparsed } from '../text/javascript/parse-source';
import { SourceModule } from '../text/javascript/source-module';
import { ModuleResolver } from './module-resolver';

/** Files deeper in a program are not read. */
const MAX_FILES = 80;

/**
 * A source that could not be read, and why.
 */
export interface UnreadSource {
  readonly path: string;
  readonly reason: string;
}

/**
 * The sources of a program: the one that it begins with, and those that this loads from the project, nearest first.
 */
export class ModuleGraph {
  /** One without sources. */
  public static empty(): ModuleGraph {
    const files = new MemoryFiles('.', '{}');
    return new ModuleGraph(files, new ModuleResolver(files), []);
  }

  public readonly modules: SourceModule[] = [];
  public readonly unread: UnreadSource[] = [];
  private readonly byPath = new Map<string, SourceModule | undefined>();

  constructor(private readonly files: ProjectFiles, private readonly resolver: ModuleResolver, entries: readonly string[]) {
    this.follow(entries);
  }

  /** Reads the module of a name that only its program makes, as in `require('./config/' + env)`, and what that loads. */
  public include(from: SourceModule, specifier: string): void {
    const path = this.resolver.resolve(from.path, specifier);
    if (path !== undefined) this.follow([path]);
  }

  private follow(entries: readonly string[]): void {
    const waiting = [...entries];
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      if (this.byPath.has(path) || this.modules.length >= MAX_FILES) continue;
      const module = this.read(path);
      const loaded = module?.imports.filter(({ typeOnly }) => !typeOnly) ?? [];
      waiting.push(...loaded.flatMap(({ specifier }) => this.resolver.resolve(module!.path, specifier) ?? []));
    }
  }

  /**
   * The module that another one loads; undefined if it is none of the program's own.
   */
  public load(from: SourceModule, specifier: string): SourceModule | undefined {
    const path = this.resolver.resolve(from.path, specifier);
    return path === undefined ? undefined : this.byPath.get(path);
  }

  private read(path: string): SourceModule | undefined {
    this.byPath.set(path, undefined);
    const text = this.files.text(path);
    if (text === undefined || !/\.[cm]?[jt]sx?$|\.json$|(^|\/)[^.]+$/.test(path)) return undefined;
    const file = parseSource(text, path);
    if (file instanceof Unparsed) {
      this.unread.push({ path, reason: file.reason });
      return undefined;
    }
    const module = new SourceModule(path, file);
    if (path.endsWith('.json')) {
      const [statement] = file.program.body;
      if (statement?.type === 'ExpressionStatement') module.exports.set('default', { expression: statement.expression });
    }
    this.byPath.set(path, module);
    this.modules.push(module);
    return module;
  }
}
