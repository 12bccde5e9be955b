import * as picomatch from 'picomatch';

/**
 * How the user of a pattern means it.
 */
export interface GlobOptions {
  /** True if a star matches a name that begins with a dot; it does not if it is not given. */
  readonly dot?: boolean;
  /** True if a pattern is made of stars alone, and everything else in it is an ordinary character. */
  readonly starsOnly?: boolean;
  /** True if upper case is the same as lower case, as some file systems have it. */
  readonly ignoreCase?: boolean;
}

/**
 * True if a path or a name is one of a pattern, or of one of several. Every such pattern is compiled here but for those that a standard defines as its own:
 * `.gitignore`, `.dockerignore`, and what a webhook of CodeBuild takes.
 *
 * - packages of a monorepo: stars, classes, braces; a name with a dot has to be named (`workspace/patterns.ts`)
 * - a package that a script names: stars alone, among names without their scope and directories (`started-member.ts`)
 * - scripts of npm-run-all and concurrently: stars alone, with `:` in the place of `/` (`scripts/manager-call.ts`)
 * - files that never enter an image, and secrets: stars alone, in any directory and case, names with a dot too (`secret-names.ts`)
 * - tags of images: a star is any characters of a tag (`moving-tags.ts`)
 */
export function globOf(pattern: string | readonly string[], options: GlobOptions = {}): (text: string) => boolean {
  const expression = globExpression(typeof pattern === 'string' ? [pattern] : pattern, options);
  return text => expression.test(text);
}

/**
 * The same as a regular expression.
 */
export function globExpression(patterns: readonly string[], options: GlobOptions = {}): RegExp {
  return new RegExp(patterns.map(each => `(?:${sourceOf(each, options)})`).join('|'), options.ignoreCase ? 'is' : 's');
}

/** Pattern that matches nothing. */
const NOTHING = '^(?!)';

function sourceOf(pattern: string, { dot = false, starsOnly = false }: GlobOptions): string {
  if (pattern === '') return NOTHING;
  const written = starsOnly ? pattern.replace(/[\\?[\](){}!+@^$|]/g, '\\$&') : withPlainParentheses(pattern);
  try {
    return picomatch.makeRe(written, { dot, nonegate: true, posix: true }).source;
  } catch {
    // Longer than any pattern that someone means, or an expression that cannot be.
    return NOTHING;
  }
}

/** Parentheses are ordinary characters in the names of directories, unless a sign before them says otherwise. */
function withPlainParentheses(pattern: string): string {
  return /[@!?*+]\(/.test(pattern) ? pattern : pattern.replace(/(?<!\\)[()]/g, '\\$&');
}
