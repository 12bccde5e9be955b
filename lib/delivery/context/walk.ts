import * as fs from 'fs';
import * as path from 'path';
import { portablePattern } from '../../dockerfile/pattern';
import { isSecret } from '../../image/context-rules';
import { DeliveryError } from '../delivery-error';
import { ContextEntry } from './context-entry';
import { DockerRules } from './docker-rules';

/** What a walk sees of a directory. */
export interface WalkOptions {
  /** The patterns of the generated `.dockerignore`. */
  readonly patterns: string[];
  /** Where the directory will lie in the build context, to which the patterns refer. */
  readonly prefix: string;
  /** Directories that are no part of the project wherever they lie, such as the output of this synthesis. */
  readonly outside: readonly string[];
  /** The files and directories that enter at all, of a monorepo some; an empty path is the directory itself. */
  readonly scopes: readonly string[];
  /** The directory that no link may lead out of; anywhere where it is not given. */
  readonly bounds?: string;
}

/**
 * Lists what enters the build context: what the rules let through, narrowed by the user's own `.dockerignore`. Links
 * inside the project stay links; what links lead to outside of it enters as files.
 */
export function walk(root: string, options: WalkOptions): Walk {
  const walker = new Walker(fs.realpathSync(root), options);
  walker.directory('', walker.root, []);
  return { entries: walker.entries.sort((a, b) => a.path < b.path ? -1 : 1), keptOut: walker.keptOut, secrets: walker.secrets };
}

/** What a walk found. */
export interface Walk {
  /** What enters, sorted. */
  readonly entries: readonly ContextEntry[];
  /** Files and directories that the user's own `.dockerignore` alone keeps out. */
  readonly keptOut: readonly string[];
  /** Files that the generated rules keep out because their names are those of secrets. */
  readonly secrets: readonly string[];
}

/** Patterns, and what leads from the directory that they are for to the project: nothing, or a path with `/` at its end. */
interface Rule {
  readonly rules: DockerRules;
  readonly prefix: string;
}

class Walker {
  public readonly entries: ContextEntry[] = [];
  public readonly keptOut: string[] = [];
  public readonly secrets: string[] = [];
  private readonly generated: Rule;
  private readonly own: readonly Rule[];
  private readonly outside: ReadonlySet<string>;
  private readonly scopes: readonly string[];
  private readonly bounds?: string;

  constructor(public readonly root: string, options: WalkOptions) {
    this.generated = { rules: new DockerRules(options.patterns), prefix: `${options.prefix}/` };
    this.own = ownRules(root);
    this.scopes = options.scopes;
    this.bounds = options.bounds && fs.realpathSync(options.bounds);
    this.outside = new Set(options.outside.map(directory => path.resolve(directory)));
  }

  /** Walks a directory; `above` holds the real paths of the directories it lies in, by which a loop is seen. */
  public directory(relative: string, real: string, above: readonly string[]): void {
    if (above.includes(real)) {
      throw new DeliveryError(`a symbolic link leads into a directory it lies in: ${path.join(this.root, relative)}; remove the link`);
    }
    for (const name of fs.readdirSync(real).sort()) {
      const child = relative === '' ? name : `${relative}/${name}`;
      const source = path.join(real, name);
      if (!this.outside.has(source)) {
        this.entry(child, source, [...above, real]);
      }
    }
  }

  private entry(relative: string, source: string, above: readonly string[]): void {
    const stats = fs.lstatSync(source);
    if (stats.isSymbolicLink()) {
      this.link(relative, source, above);
    } else if (stats.isDirectory()) {
      if (!this.closed(relative)) {
        this.directory(relative, source, above);
      }
    } else if (stats.isFile()) {
      if (this.enters(relative)) {
        this.entries.push({ path: relative, source, executable: isExecutable(stats) });
      } else if (this.inScope(relative) && isSecret(path.basename(relative))) {
        this.secrets.push(relative);
      }
    }
  }

  private link(relative: string, source: string, above: readonly string[]): void {
    const inside = this.targetInside(source);
    if (inside !== undefined) {
      if (this.enters(relative)) {
        this.entries.push({ path: relative, link: path.relative(path.dirname(path.join(this.root, relative)), inside) || '.', executable: false });
      }
      return;
    }
    if (this.closed(relative) && !this.enters(relative)) {
      return;
    }
    const real = realPath(source);
    if (this.bounds !== undefined && real !== this.bounds && !real.startsWith(this.bounds + path.sep)) {
      throw new DeliveryError(`a symbolic link leads out of the checkout: ${relative} -> ${fs.readlinkSync(source)}; remove it or name it in .dockerignore`);
    }
    const stats = fs.statSync(real);
    if (stats.isDirectory()) {
      this.directory(relative, real, above);
    } else if (stats.isFile() && this.enters(relative)) {
      this.entries.push({ path: relative, source: real, executable: isExecutable(stats) });
    }
  }

  /** Where a link leads, if that lies in the project, whether it is there or not. */
  private targetInside(source: string): string | undefined {
    const directory = fs.realpathSync(path.dirname(source));
    const target = path.resolve(directory, fs.readlinkSync(source));
    const real = fs.existsSync(target) ? fs.realpathSync(target) : target;
    const lies = (item: string) => item === this.root || item.startsWith(this.root + path.sep);
    return lies(directory) && lies(target) && lies(real) && this.inScope(path.relative(this.root, target).split(path.sep).join('/')) ? target : undefined;
  }

  private inScope(relative: string): boolean {
    return this.scopes.some(scope => scope === '' || relative === scope || relative.startsWith(`${scope}/`));
  }

  private enters(relative: string): boolean {
    return this.passes(relative, ({ rules, prefix }) => !rules.ignores(`${prefix}${relative}`));
  }

  /** Whether nothing in a directory enters. */
  private closed(relative: string): boolean {
    const leads = this.inScope(relative) || this.scopes.some(scope => scope.startsWith(`${relative}/`));
    return !leads || !this.passes(relative, ({ rules, prefix }) => !rules.ignoresAllOf(`${prefix}${relative}`));
  }

  private passes(relative: string, lets: (rule: Rule) => boolean): boolean {
    if (!lets(this.generated)) {
      return false;
    }
    const passes = this.own.every(lets);
    if (!passes) {
      this.keptOut.push(relative);
    }
    return passes;
  }
}

function isExecutable(stats: fs.Stats): boolean {
  // eslint-disable-next-line no-bitwise -- a mode is a set of bits
  return (stats.mode & fs.constants.S_IXUSR) !== 0;
}

/** The user's own `.dockerignore` narrows the context, it opens nothing. */
function ownRules(root: string): Rule[] {
  const file = path.join(root, '.dockerignore');
  if (!fs.existsSync(file)) {
    return [];
  }
  const lines = fs.readFileSync(file, 'utf8').split(/\r?\n/).map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#'));
  const patterns = lines.map(line => {
    try {
      return portablePattern(line);
    } catch (error) {
      throw new DeliveryError(`${file}: ${(error as Error).message}`);
    }
  });
  return patterns.length ? [{ rules: new DockerRules(patterns), prefix: '' }] : [];
}

function realPath(source: string): string {
  try {
    return fs.realpathSync(source);
  } catch (error) {
    throw new DeliveryError(`a symbolic link leads nowhere: ${source} -> ${fs.readlinkSync(source)} (${(error as { code?: string }).code}); `
      + 'remove it or name it in .dockerignore');
  }
}
