import * as fs from 'fs';
import * as path from 'path';
import { ProjectError } from '../project-error';
import { ProjectFiles } from './project-files';

/**
 * What a directory is called when something is said about it.
 */
export interface DirectoryNames {
  /** The prop that names it; `directory` if it is not given. */
  readonly prop?: string;
  /** What stands before the names of its files in facts; nothing if it is not given. */
  readonly prefix?: string;
}

/**
 * A project on disk. The one place where the project's files are read.
 */
export class DiskFiles implements ProjectFiles {
  public readonly onDisk = true;
  public readonly directory: string;

  /**
   * @throws ProjectError if the directory is not one, or cannot be read
   */
  constructor(directory: string, private readonly names: DirectoryNames = {}) {
    const prop = names.prop ?? 'directory';
    if (typeof directory !== 'string' || directory === '' || directory.includes('\0')) {
      throw new ProjectError(`${prop} must be the path of a Node.js project, got ${JSON.stringify(directory)}`);
    }
    this.directory = path.resolve(directory);
    const stats = stat(this.directory, `directory ${this.directory}`);
    if (stats === undefined) {
      throw new ProjectError(`there is no directory ${this.directory}: change the prop ${prop}`);
    }
    if (!stats.isDirectory()) {
      throw new ProjectError(`${this.directory} is not a directory: change the prop ${prop} to the one that holds package.json`);
    }
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
    if (stats?.isDirectory()) return 'directory';
    return stats?.isFile() ? 'file' : undefined;
  }

  public text(file: string): string | undefined {
    const stats = stat(this.absolute(file), file);
    if (stats === undefined) return undefined;
    if (!stats.isFile()) {
      throw new ProjectError(`${file} in ${this.directory} is not a file`);
    }
    const text = reading(file, () => fs.readFileSync(this.absolute(file), 'utf8'));
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  public list(directory: string): string[] {
    if (this.kind(directory) !== 'directory') return [];
    return reading(directory === '' ? `directory ${this.directory}` : directory, () => fs.readdirSync(this.absolute(directory))).sort();
  }

  public realPath(file: string): string {
    return reading(file, () => fs.realpathSync(this.absolute(file)));
  }

  private absolute(file: string): string {
    return path.join(this.directory, file);
  }
}

function stat(absolute: string, name: string): fs.Stats | undefined {
  return reading(name, () => {
    try {
      return fs.statSync(absolute);
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
    throw new ProjectError(`${name} cannot be read (${code === '' ? String(error) : code})`);
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}
