import * as path from 'path';
import { ProjectError } from '../model/project-error';
import { isWithin } from './relative-path';

/**
 * Paths that enter an image though they look like secrets, or git ignores it, because somebody said so by name. Paths are
 * relative to the project, with slashes; a directory stands for everything in it.
 */
export class AllowedPaths {
  /** Nothing. */
  public static readonly NONE = new AllowedPaths({});

  /** The paths, each with its reason. */
  public readonly reasons: { readonly [path: string]: string };
  private readonly paths: readonly string[];

  /**
   * @throws ProjectError if a path or a reason is none
   */
  constructor(reasons: { readonly [path: string]: string }) {
    this.reasons = Object.fromEntries(Object.entries(reasons).map(([name, reason]) => [normal(name), checked(name, reason)]));
    this.paths = Object.keys(this.reasons);
  }

  /** True if something may enter. */
  public allows(relative: string): boolean {
    return this.paths.some(item => isWithin(item, relative));
  }

  /** True if something in a directory may. */
  public leadsThrough(directory: string): boolean {
    return this.paths.some(item => item.startsWith(`${directory}/`));
  }
}

function normal(name: string): string {
  const relative = path.posix.normalize(name).replace(/\/+$/, '');
  if (name === '' || relative === '.' || relative === '..' || relative.endsWith('/..') || path.posix.isAbsolute(name) || /[\\*\0\r\n]/.test(name)) {
    throw new ProjectError(`allow must name files and directories by paths relative to the project, without "*", received ${JSON.stringify(name)}`);
  }
  return relative;
}

function checked(name: string, reason: unknown): string {
  if (typeof reason !== 'string' || reason.trim() === '') {
    throw new ProjectError(`allow must say why ${JSON.stringify(name)} may enter the image, such as "a throwaway key of the tests", received ${JSON.stringify(reason)}`);
  }
  return reason.replace(/\s+/g, ' ').trim();
}
