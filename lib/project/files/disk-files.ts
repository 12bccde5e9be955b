import type { Stats } from 'fs';
import * as path from 'path';
import { ProjectError } from '../model/project-error';
import { AllowedPaths } from './allowed-paths';
import { Bounds } from './bounds';
import { GitIgnored } from './git/git-ignored';
import { ProjectFiles } from './project-files';
import { entriesOf, lstatOf, readText, realPathOf, statOf } from './seen-disk';

/**
 * Names of a directory in messages.
 */
export interface DirectoryNames {
  /** The prop that names it; `directory` if it is not given. */
  readonly prop?: string;
  /** Prefix of the names of its files in facts; nothing if it is not given. */
  readonly prefix?: string;
  /** Files that are seen though git ignores them. */
  readonly allowed?: AllowedFiles;
  /** Directory outside of which nothing is read; the repository that the directory lies in if it is not given. */
  readonly bounds?: Bounds;
}

/** Paths that are allowed, and the directory that they are relative to. */
export interface AllowedFiles {
  readonly directory: string;
  readonly paths: AllowedPaths;
}

/**
 * A project on disk, as a clean checkout has it: what git ignores and does not track is not there. The one place where
 * the project's files are read.
 */
export class DiskFiles implements ProjectFiles {
  public readonly onDisk = true;
  public readonly directory: string;
  /** Files that are seen though git ignores them. */
  public readonly allowed?: AllowedFiles;
  /** Directory outside of which nothing is read. */
  public readonly bounds: Bounds;
  private readonly ignored: GitIgnored;
  private readonly realDirectories = new Map<string, string>();

  /**
   * @throws ProjectError if the directory is not one, or cannot be read
   */
  constructor(directory: string, private readonly names: DirectoryNames = {}) {
    const prop = names.prop ?? 'directory';
    if (typeof directory !== 'string' || directory === '' || directory.includes('\0')) {
      throw new ProjectError(`${prop} must be the path of a Node.js project, received ${JSON.stringify(directory)}`);
    }
    this.directory = path.resolve(directory);
    this.allowed = names.allowed;
    const stats = stat(this.directory, `directory ${this.directory}`);
    if (stats === undefined) {
      throw new ProjectError(`there is no directory ${this.directory}: change the prop ${prop}`);
    }
    if (!stats.isDirectory()) {
      throw new ProjectError(`${this.directory} is not a directory: change the prop ${prop} to the one that holds package.json`);
    }
    this.ignored = new GitIgnored(this.directory);
    this.bounds = names.bounds ?? Bounds.around(this.directory);
  }

  public manifestSource(field: string): string {
    return `${this.name('package.json')}: ${field}`;
  }

  /** A file of it as it is called in facts. */
  public name(file: string): string {
    return `${this.names.prefix ?? ''}${file}`;
  }

  public kind(file: string): 'file' | 'directory' | undefined {
    const stats = stat(this.absolute(file), file);
    const kind = stats?.isDirectory() ? 'directory' : stats?.isFile() ? 'file' : undefined;
    return kind === undefined || this.hides(file, kind) ? undefined : kind;
  }

  public text(file: string): string | undefined {
    const stats = stat(this.absolute(file), file);
    if (stats === undefined || this.hides(file, stats.isDirectory() ? 'directory' : 'file')) return undefined;
    if (!stats.isFile()) {
      throw new ProjectError(`${file} in ${this.directory} is not a file`);
    }
    const real = this.realPath(file);
    if (!this.mayRead(file)) {
      throw new ProjectError(this.bounds.refusal(file, this.absolute(file), real));
    }
    const text = reading(file, () => readText(real));
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  public list(directory: string): string[] {
    if (this.kind(directory) !== 'directory' || !this.mayRead(directory)) return [];
    return reading(directory === '' ? `directory ${this.directory}` : directory, () => entriesOf(this.absolute(directory)))
      .filter(entry => !this.hides(directory === '' ? entry.name : `${directory}/${entry.name}`, entry.isDirectory() ? 'directory' : 'file'))
      .map(({ name }) => name).sort();
  }

  public allows(file: string): boolean {
    return this.allowed?.paths.allows(this.toAllowed(this.allowed, file)) ?? false;
  }

  public mayRead(file: string): boolean {
    return this.bounds.admits(this.realPath(file), this.allows(file));
  }

  public realPath(file: string): string {
    return reading(file, () => this.real(path.posix.normalize(file)));
  }

  /** Each directory is resolved once: a deep tree would be walked from the root of the disk for each of its files. */
  private real(file: string): string {
    const absolute = this.absolute(file);
    const above = path.posix.dirname(file);
    if (above === file || above.startsWith('..') || lstatOf(absolute).isSymbolicLink()) return realPathOf(absolute);
    const known = this.realDirectories.get(above) ?? this.real(above);
    this.realDirectories.set(above, known);
    return path.join(known, path.posix.basename(file));
  }

  /** True if a clean checkout lacks it, and nobody allowed it. */
  private hides(file: string, kind: 'file' | 'directory'): boolean {
    if (!this.ignored.ignores(path.posix.normalize(file), kind)) return false;
    const leads = () => kind === 'directory' && this.allowed?.paths.leadsThrough(this.toAllowed(this.allowed, file));
    return !this.allows(file) && !leads();
  }

  private toAllowed({ directory }: AllowedFiles, file: string): string {
    return path.relative(directory, this.absolute(file)).split(path.sep).join('/');
  }

  private absolute(file: string): string {
    return path.join(this.directory, file);
  }
}

function stat(absolute: string, name: string): Stats | undefined {
  return reading(name, () => {
    try {
      return statOf(absolute);
    } catch (error) {
      // A name longer than the file system allows is the name of no file.
      if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(codeOf(error))) return undefined;
      throw error;
    }
  });
}

function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ELOOP') {
      throw new ProjectError(`${name} is a symbolic link that leads to itself: remove the link`);
    }
    if (code === 'EACCES' || code === 'EPERM') {
      throw new ProjectError(`${name} cannot be read: permission denied (${code})`);
    }
    if (code === 'ERR_FS_FILE_TOO_LARGE' || code === 'ERR_STRING_TOO_LONG') {
      throw new ProjectError(`${name} is larger than what a program can read as one text (512 MiB): no such file describes a project, remove it`);
    }
    throw new ProjectError(`${name} cannot be read (${code === '' ? String(error) : code})`);
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}
