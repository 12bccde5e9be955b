import { join } from 'path';
import { nodeFileTrace } from '@vercel/nft';

/** Files that code loads and opens. */
export interface Trace {
  /** The files that are loaded, or opened by a path that can be computed, with those that do. */
  readonly files: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those of them that are loaded. */
  readonly modules: ReadonlySet<string>;
  /** The files that could not be read as code. */
  readonly unread: readonly string[];
}

/** Follows code from files. */
export type TraceFiles = (files: readonly string[]) => Promise<Trace>;

/** Follows code of a project from one set of files after another; what was followed before is not followed again. */
export class Tracer {
  private readonly cache = {};

  /**
   * @param root where the project lies
   * @param directory where it is started
   */
  constructor(private readonly root: string, private readonly directory: string) {}

  public async trace(files: readonly string[]): Promise<Trace> {
    if (files.length === 0) return { files: new Map(), modules: new Set(), unread: [] };
    const { fileList, reasons, warnings } = await nodeFileTrace(files.map(file => join(this.root, file)), {
      base: this.root,
      processCwd: join(this.root, this.directory),
      mixedModules: true,
      ts: true,
      cache: this.cache,
      // dependencies are installed for production elsewhere
      ignore: path => /(^|\/)node_modules\/|(^|\/)\.yarn\/|\.pnp\./.test(path),
    });
    const modules = new Set<string>();
    const found = new Map<string, ReadonlySet<string>>();
    for (const path of fileList) {
      const { type = [], parents = new Set<string>() } = reasons.get(path) ?? {};
      if (type.includes('dependency')) modules.add(path);
      if (parents.size > 0) found.set(path, parents);
    }
    const unread = [...warnings].flatMap(({ message }) => /^Failed to parse (.+?) as (?:script|module)/.exec(message)?.[1] ?? []);
    return { files: found, modules, unread: unread.map(path => path.startsWith(`${this.root}/`) ? path.slice(this.root.length + 1) : path) };
  }
}
