import * as path from 'path';
import { DockerfileError, show } from './dockerfile-error';
import { ignorePattern, portablePattern } from './pattern';
import { requireLine } from './quote';

/** Properties of a `.dockerignore`. */
export interface DockerIgnoreProps {
  /** The files and directories that enter the build context, by their names from its root. Nothing else enters. */
  readonly allow: string[];

  /**
   * Patterns of what stays out even there, in the notation of `.dockerignore`.
   *
   * @default - none
   */
  readonly deny?: string[];
}

/**
 * A `.dockerignore` that lets through a list, not one that keeps out a list: what nobody thought of stays out.
 *
 * @see https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export class DockerIgnore {
  /** Patterns of paths that enter, sorted. */
  public readonly allow: string[];
  /** Patterns of paths that stay out even there. */
  public readonly deny: string[];

  constructor(props: DockerIgnoreProps) {
    this.allow = [...new Set(props.allow.map(name))].sort();
    this.deny = [...props.deny ?? []];
    this.deny.forEach(requireDenial);
  }

  /** The patterns, in order; the last that matches decides. */
  public get patterns(): string[] {
    const above = [...new Set(this.allow.flatMap(ancestors))];
    return [
      '**',
      ...this.allow.map(item => `!${ignorePattern(item)}`),
      ...this.deny.map(portablePattern).flatMap(pattern => {
        return above.some(directory => mayMatch(pattern, directory)) ? [pattern, `${pattern.replace(/\/+$/, '')}/**`] : [pattern];
      }),
    ];
  }

  /** The text. */
  public render(): string {
    return ['# nothing enters but what is named', ...this.patterns].join('\n') + '\n';
  }
}

/** A name from the root of the context, as `path.normalize` has it. */
function name(item: string): string {
  requireLine('a path in a .dockerignore', item);
  const normal = path.posix.normalize(item).replace(/^\/+|\/+$/g, '');
  if (item === '' || normal === '' || /^\.\.?(\/|$)/.test(normal)) {
    throw new DockerfileError(`a .dockerignore lets through names below the root of the context, received ${show(item)}`);
  }
  if (normal.includes('\\')) {
    throw new DockerfileError(`a path in a .dockerignore has "/" between its directories and no backslash, received ${show(item)}`);
  }
  return normal;
}

function requireDenial(pattern: string): void {
  requireLine('a pattern of a .dockerignore', pattern);
  if (pattern !== pattern.trim() || pattern === '' || pattern.startsWith('!')) {
    throw new DockerfileError(`a pattern of what stays out cannot be empty, begin with "!" or have spaces around it, received ${show(pattern)}`);
  }
  portablePattern(pattern);
}

/** The directories that a path lies in. */
function ancestors(item: string): string[] {
  const parts = item.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/**
 * True if a pattern might match a directory above an allowed path, by its last part. The builder forgets such a match
 * when it goes down: with `!a/b/c` and `b` denied, `c` would enter.
 *
 * @see https://github.com/moby/patternmatcher (MatchesUsingParentResults skips patterns that change nothing yet)
 */
function mayMatch(pattern: string, directory: string): boolean {
  const last = path.posix.basename(pattern);
  const [begin, end] = [/^[^*?[]*/, /[^*?\]]*$/].map(plain => plain.exec(last)![0]);
  const base = path.posix.basename(directory);
  return last !== '**' && (begin === last ? base === last : base.startsWith(begin) && base.endsWith(end));
}
