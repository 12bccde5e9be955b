/**
 * The rules of one `.gitignore`, enough of them to ask about files and directories.
 *
 * @see https://git-scm.com/docs/gitignore#_pattern_format
 */
export class Gitignore {
  private readonly rules: { readonly pattern: RegExp; readonly ignored: boolean }[] = [];

  constructor(text: string) {
    for (const line of text.split(/\r?\n/)) {
      const pattern = line.replace(/(?<!\\)\s+$/, '');
      if (pattern === '' || pattern.startsWith('#')) continue;
      const negated = pattern.startsWith('!');
      this.rules.push({ pattern: compile(negated ? pattern.slice(1) : pattern), ignored: !negated });
    }
  }

  /**
   * Whether a file, or a directory it lies in, is ignored.
   */
  public ignores(path: string): boolean {
    return this.ignoresDirectory(path);
  }

  /**
   * Whether a directory, or one it lies in, is ignored. `dist/*` ignores `dist` too: nothing in it is kept.
   */
  public ignoresDirectory(path: string): boolean {
    const segments = path.split('/');
    return segments.some((_, end) => {
      const directory = segments.slice(0, end + 1).join('/');
      return this.rules.reduce((ignored, rule) => rule.pattern.test(directory) ? rule.ignored : ignored, false);
    });
  }
}

function compile(pattern: string): RegExp {
  const contents = pattern.replace(/\/\*{1,2}$/, '').replace(/\/$/, '');
  // A slash anywhere but at the end ties a pattern to the directory of the .gitignore.
  const anchored = contents.includes('/') || contents !== pattern.replace(/\/$/, '');
  const body = contents.replace(/^\//, '');
  let source = '';
  for (let i = 0; i < body.length; i++) {
    if (body.startsWith('**/', i)) {
      source += '(?:.*/)?';
      i += 2;
    } else if (body[i] === '*') {
      source += '[^/]*';
    } else if (body[i] === '?') {
      source += '[^/]';
    } else {
      if (body[i] === '\\' && i + 1 < body.length) i++;
      source += body[i].replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
    }
  }
  return new RegExp(`^${anchored ? '' : '(?:.*/)?'}${source}$`, 's');
}
