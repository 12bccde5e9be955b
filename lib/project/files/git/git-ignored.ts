import * as fs from 'fs';
import * as path from 'path';
import { findGitDirectories, GitDirectories, gitDirectoriesOf, isWhole, readText } from './git-directories';
import { TrackedFiles, trackedFiles } from './git-index';
import { Gitignore } from './gitignore';

/** The directories that no `.gitignore` is asked about: they never enter an image by their names alone. */
const NO_QUESTION = /(^|\/)(node_modules|\.git)(\/|$)/;

/** A name that nothing has. */
const NOTHING = 'no-file-has-this-name.js';

/** A working tree: its top, what it ignores, and what it tracks. */
interface WorkingTree {
  readonly top: string;
  readonly repository?: GitDirectories;
}

/** The rules that hold in a directory. */
interface Level {
  readonly tree: WorkingTree;
  readonly rules: Gitignore;
}

/**
 * Files that git ignores and does not track in a directory: a clean checkout lacks it. Of a directory that is in no checkout
 * that is nothing.
 *
 * It is read from the files of the repository: git need not be installed, and no settings of a user change the answer.
 */
export class GitIgnored {
  /** Why it is not known what git tracks, if it is not. */
  public problem?: string;
  private readonly base: string;
  private readonly levels = new Map<string, Level | undefined>();
  private readonly tracked = new Map<WorkingTree, TrackedFiles | undefined>();

  constructor(directory: string) {
    this.base = fs.existsSync(directory) ? fs.realpathSync.native(directory) : path.resolve(directory);
    this.levels.set('', this.topLevel());
  }

  /** True if the directory lies in a checkout. */
  public get inCheckout(): boolean {
    return this.levels.get('') !== undefined;
  }

  /**
   * True if a path of the directory is ignored; a directory is only where nothing in it is tracked.
   *
   * @param relative with slashes
   */
  public ignores(relative: string, kind: 'file' | 'directory'): boolean {
    if (relative === '' || NO_QUESTION.test(relative)) return false;
    const level = this.level(path.posix.dirname(relative));
    if (!level) return false;
    const item = this.fromTop(level.tree, relative);
    const ignored = level.rules.ignores(kind === 'directory' ? `${item}/` : item);
    return ignored && !this.tracks(level.tree, item, kind);
  }

  /**
   * True if git tracks something in a directory in which it ignores what is not named otherwise: `lib/*` and `!lib/legacy`.
   *
   * @param relative with slashes
   */
  public mixes(relative: string): boolean {
    return this.tracksBelow(relative) && this.ignores(`${relative}/${NOTHING}`, 'file');
  }

  /**
   * True if git tracks a file.
   *
   * @param relative with slashes
   */
  public tracksFile(relative: string): boolean {
    const level = this.level(path.posix.dirname(relative));
    return level !== undefined && this.tracks(level.tree, this.fromTop(level.tree, relative), 'file');
  }

  /**
   * True if git tracks something in a directory, or a submodule there.
   *
   * @param relative with slashes
   */
  public tracksBelow(relative: string): boolean {
    const level = this.level(path.posix.dirname(relative));
    return level !== undefined && this.tracks(level.tree, this.fromTop(level.tree, relative), 'directory');
  }

  /** The rules of the repository above, and those of every directory on the way. */
  private topLevel(): Level | undefined {
    const found = findGitDirectories(this.base);
    if (!found) return undefined;
    const tree = isWhole(found) ? { top: found.top, repository: found } : { top: path.dirname(found.file) };
    const parts = path.relative(tree.top, this.base).split(path.sep).filter(part => part !== '');
    let rules = ignoreFileOf(tree.top, excludesOf(tree));
    for (const [index] of parts.entries()) {
      const directory = parts.slice(0, index + 1).join('/');
      rules = ignoreFileOf(path.join(tree.top, directory), rules, directory);
    }
    // What a repository around it ignores as a whole is no part of it.
    const foreign = parts.length > 0 && rules.ignores(`${parts.join('/')}/`) && !this.tracks(tree, parts.join('/'), 'directory');
    return foreign ? undefined : { tree, rules };
  }

  private level(relative: string): Level | undefined {
    const directory = relative === '.' ? '' : relative;
    if (!this.levels.has(directory)) this.levels.set(directory, this.levelBelow(directory));
    return this.levels.get(directory);
  }

  private levelBelow(directory: string): Level | undefined {
    const above = this.level(path.posix.dirname(directory));
    const absolute = path.join(this.base, directory);
    const own = above && gitDirectoriesOf(absolute);
    if (own && isWhole(own)) {
      const tree = { top: own.top, repository: own };
      return { tree, rules: ignoreFileOf(own.top, excludesOf(tree)) };
    }
    return above && { tree: above.tree, rules: ignoreFileOf(absolute, above.rules, this.fromTop(above.tree, directory)) };
  }

  private fromTop(tree: WorkingTree, relative: string): string {
    return path.relative(tree.top, path.join(this.base, relative)).split(path.sep).join('/');
  }

  private tracks(tree: WorkingTree, item: string, kind: 'file' | 'directory'): boolean {
    const files = this.trackedIn(tree);
    return files !== undefined && (kind === 'directory' ? files.below(item) : files.file(item));
  }

  private trackedIn(tree: WorkingTree): TrackedFiles | undefined {
    if (!this.tracked.has(tree)) {
      let files: TrackedFiles | undefined;
      try {
        files = tree.repository && trackedFiles(tree.repository);
        if (!files) this.problem = `${path.join(tree.top, '.git')} names no repository`;
      } catch (error) {
        this.problem = `the index of ${path.join(tree.top, '.git')} cannot be read: ${(error as Error).message}`;
      }
      this.tracked.set(tree, files);
    }
    return this.tracked.get(tree);
  }
}

/** Rules by which this clone alone ignores files. */
function excludesOf({ repository }: WorkingTree): Gitignore {
  return new Gitignore(repository ? readText(repository.shared, 'info/exclude') ?? '' : '');
}

function ignoreFileOf(directory: string, above: Gitignore, relative = ''): Gitignore {
  const file = path.join(directory, '.gitignore');
  // Git does not follow a link here.
  const stats = fs.lstatSync(file, { throwIfNoEntry: false });
  return stats?.isFile() ? new Gitignore(fs.readFileSync(file, 'utf8'), above, relative) : above;
}
