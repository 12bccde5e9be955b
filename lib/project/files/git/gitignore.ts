import ignore, { Ignore } from 'ignore';

/** A name that no pattern of a user means. */
const ANY_NAME = 'any-name-4f1c';

/**
 * The rules of `.gitignore` files: of one, or of those of several directories together.
 *
 * @see https://git-scm.com/docs/gitignore#_pattern_format
 */
export class Gitignore {
  private readonly rules: Ignore;

  /**
   * @param text the file at the top
   * @param above the rules that it goes before
   * @param directory where it lies below the top, with slashes; at the top if it is not given
   */
  constructor(text: string, above?: Gitignore, directory = '') {
    // Git tells upper case from lower case wherever the file system does; so do the machines that build images.
    this.rules = ignore({ ignorecase: false });
    if (above) this.rules.add(above.rules);
    this.rules.add(text.split(/\r?\n/).map(line => directory === '' ? line : patternBelow(directory, line)).join('\n'));
  }

  /**
   * True if a file, or a directory it lies in, is ignored.
   */
  public ignores(path: string): boolean {
    return ignore.isPathValid(path) && this.rules.ignores(path);
  }

  /**
   * True if a directory, or one it lies in, is ignored. `dist/*` ignores `dist` too: nothing in it is kept.
   */
  public ignoresDirectory(path: string): boolean {
    return this.ignores(`${path}/`) || this.ignores(`${path}/${ANY_NAME}`);
  }
}

/** A line of the `.gitignore` of a directory, as the top's would have it. */
function patternBelow(directory: string, line: string): string {
  const [, sign, pattern] = /^(!?)(.*)$/s.exec(line)!;
  if (pattern.trim() === '' || (sign === '' && pattern.startsWith('#'))) return '';
  const literal = directory.replace(/[\\*?[\]! #]/g, '\\$&');
  // A slash anywhere but at the end ties a pattern to its directory.
  const anchored = /\/[^\s]/.test(pattern);
  return `${sign}/${literal}/${anchored ? pattern.replace(/^\//, '') : `**/${pattern.replace(/^\\(?=[!#])/, '')}`}`;
}
