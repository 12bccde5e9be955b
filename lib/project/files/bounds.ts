import * as fs from 'fs';
import * as path from 'path';
import { findGitDirectories, isWhole } from './git/git-directories';

/** Where what lies is no file of a project, but a view of the machine and of the process that reads it. */
const NO_FILES = ['/proc', '/sys', '/dev'];

/**
 * The directory that no file of a project is read outside of, whatever links say: a checkout may be somebody else's, and
 * what lies outside of it never is theirs.
 */
export class Bounds {
  /**
   * The repository that a directory lies in, or the directory where there is none.
   *
   * @param top the root of the repository, where it is known: nobody can allow what lies outside of it
   */
  public static around(directory: string, top?: string): Bounds {
    if (top !== undefined) return new Bounds(realPathOf(top), 'checkout', true);
    const real = realPathOf(directory);
    const found = findGitDirectories(real);
    if (found === undefined) return new Bounds(real, 'project', false);
    return new Bounds(isWhole(found) ? found.top : path.dirname(found.file), 'repository', false);
  }

  private constructor(
    /** The real path of the directory. */
    public readonly root: string,
    /** Kind of the directory. */
    private readonly what: string,
    private readonly strict: boolean,
  ) {}

  /** True if a real path lies in it. */
  public contains(real: string): boolean {
    return isIn(this.root, real);
  }

  /** The same bounds for a directory that lies in them, undefined for another one. */
  public over(directory: string): Bounds | undefined {
    return this.contains(realPathOf(directory)) ? this : undefined;
  }

  /**
   * True if what lies at a real path may be read.
   *
   * @param allowed whether somebody allowed the path that leads there, by its name
   */
  public admits(real: string, allowed: boolean): boolean {
    return this.contains(real) || (allowed && !this.strict && !NO_FILES.some(directory => isIn(directory, real)));
  }

  /** Why something is not read; what it holds is not ours to show. */
  public refusal(file: string, absolute: string, real: string): string {
    const remedy = this.strict || NO_FILES.some(directory => isIn(directory, real))
      ? 'put a file in its place, or remove it' : `put a file in its place, remove it, or let it in by allow: { ${JSON.stringify(file)}: "why it may" }`;
    return `${file} ${leadsTo(absolute, real)}, which lies outside of the ${this.what} ${this.root}, and nothing outside of it is read: ${remedy}`;
  }
}

function leadsTo(absolute: string, real: string): string {
  const link = fs.lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink() ? fs.readlinkSync(absolute) : undefined;
  return link === undefined ? `leads by a symbolic link to ${real}` : `is a symbolic link to ${link}`;
}

function isIn(directory: string, real: string): boolean {
  return real === directory || real.startsWith(directory === path.sep ? directory : directory + path.sep);
}

function realPathOf(directory: string): string {
  try {
    return fs.realpathSync.native(directory);
  } catch {
    return path.resolve(directory);
  }
}
