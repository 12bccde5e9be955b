/**
 * The patterns by which a monorepo names its packages: `packages/*`, `apps/**`, `{client,server}`, `!packages/old`.
 *
 * They are read in order, and the last one that matches decides, as npm does it.
 *
 * @see https://github.com/npm/map-workspaces
 */
export class WorkspacePatterns {
  private readonly rules: readonly { readonly segments: readonly string[]; readonly included: boolean }[];

  constructor(public readonly texts: readonly string[]) {
    this.rules = texts.flatMap(text => {
      const included = !text.startsWith('!');
      return expandBraces(included ? text : text.slice(1)).map(pattern => ({ included, segments: segmentsOf(pattern) }));
    }).filter(({ segments }) => segments.length > 0);
  }

  /**
   * Whether a directory, relative to the root, is one of the packages.
   */
  public includes(path: string): boolean {
    const segments = segmentsOf(path);
    if (segments.includes('node_modules')) return false;
    return this.rules.reduce((included, rule) => matches(rule.segments, segments) ? rule.included : included, false);
  }

  /**
   * Whether one of the packages may lie below a directory.
   */
  public mayIncludeBelow(path: string): boolean {
    const segments = segmentsOf(path);
    return this.rules.some(rule => rule.included && leads(rule.segments, segments));
  }
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter(segment => segment !== '' && segment !== '.');
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
  if (pattern.length === 0) return path.length === 0;
  const [first, ...rest] = pattern;
  if (first === '**') return matches(rest, path) || (path.length > 0 && !path[0].startsWith('.') && matches(pattern, path.slice(1)));
  return path.length > 0 && expressionOf(first).test(path[0]) && matches(rest, path.slice(1));
}

function leads(pattern: readonly string[], path: readonly string[]): boolean {
  if (path.length === 0) return pattern.length > 0;
  if (pattern.length === 0) return false;
  return pattern[0] === '**' ? !path[0].startsWith('.') : expressionOf(pattern[0]).test(path[0]) && leads(pattern.slice(1), path.slice(1));
}

/**
 * One segment as an expression. A leading dot is matched by a dot alone.
 */
function expressionOf(segment: string): RegExp {
  const source = segment.replace(/\[!?[^\]]+\]|[.+^${}()|\\[\]*?]/g, part => {
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    return part.length > 1 ? part.replace(/\\/g, '\\\\').replace(/^\[!/, '[^') : `\\${part}`;
  });
  try {
    return new RegExp(`^${/^[*?[]/.test(segment) ? '(?!\\.)' : ''}${source}$`, 's');
  } catch {
    // A class with its ends the wrong way round matches nothing.
    return /^(?!)/;
  }
}

/**
 * No manifest names its packages by more alternatives than these; braces in braces can make millions.
 */
const MAX_ALTERNATIVES = 1000;

function expandBraces(pattern: string): string[] {
  let open = [pattern];
  const done: string[] = [];
  while (open.length > 0 && open.length + done.length < MAX_ALTERNATIVES) {
    open = open.flatMap(text => {
      const braces = /\{([^{}]*,[^{}]*)\}/.exec(text);
      if (braces) return braces[1].split(',').map(choice => text.slice(0, braces.index) + choice + text.slice(braces.index + braces[0].length));
      done.push(text);
      return [];
    });
  }
  return done;
}
