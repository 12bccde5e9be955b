import { globOf } from './glob';

/**
 * The patterns by which a monorepo names its packages: `packages/*`, `apps/**`, `{client,server}`, `!packages/old`.
 *
 * They are read in order, and the last one that matches decides, as npm does it. A name that begins with a dot has to be
 * named with its dot.
 *
 * @see https://github.com/npm/map-workspaces
 */
export class WorkspacePatterns {
  private readonly rules: readonly WorkspaceRule[];

  constructor(public readonly texts: readonly string[]) {
    this.rules = texts.map(text => {
      const included = !text.startsWith('!');
      return new WorkspaceRule(included, segmentsOf(included ? text : text.slice(1)));
    }).filter(({ segments }) => segments.length > 0);
  }

  /**
   * True if a directory, relative to the root, is one of the packages.
   */
  public includes(path: string): boolean {
    const segments = segmentsOf(path);
    if (segments.includes('node_modules')) return false;
    const text = segments.join('/');
    return this.rules.reduce((included, rule) => rule.matches(text) ? rule.included : included, false);
  }

  /**
   * True if one of the packages may lie below a directory.
   */
  public mayIncludeBelow(path: string): boolean {
    const segments = segmentsOf(path);
    return this.rules.some(rule => rule.included && rule.leadsTo(segments));
  }
}

class WorkspaceRule {
  public readonly matches: (text: string) => boolean;
  private readonly parts: readonly ((name: string) => boolean)[];

  constructor(public readonly included: boolean, public readonly segments: readonly string[]) {
    this.matches = globOf(segments.join('/'));
    this.parts = segments.map(segment => globOf(segment));
  }

  /** True if what matches may lie below a directory; a part that may be any number of directories leads everywhere. */
  public leadsTo(path: readonly string[]): boolean {
    for (const [index, name] of path.entries()) {
      const segment = this.segments[index];
      if (segment === undefined) return false;
      if (segment.includes('**') || /[{(][^})]*\//.test(segment)) return !name.startsWith('.');
      if (!this.parts[index](name)) return false;
    }
    return this.segments.length > path.length;
  }
}

/** The parts between slashes, but for those in braces: `{packages/a,apps/b}/x` has two. */
function segmentsOf(path: string): string[] {
  const parts = path.match(/(?:\{[^{}]*\}|[^/])+/g) ?? [];
  return parts.filter(segment => segment !== '' && segment !== '.');
}
