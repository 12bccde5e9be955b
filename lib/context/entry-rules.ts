import { isLeftover, namesExpression, secretKind } from '../project/kept-out';
import { Reason } from './context-entry';
import { ContextRules } from './context-rules-of';
import { DockerRules } from './docker-rules';

/** Verdict on a file or directory before it is read. */
export type Verdict =
  | { readonly enters: true; readonly allowed?: boolean; readonly restricted?: boolean; readonly forPeople?: boolean; readonly byHand?: boolean }
  | { readonly enters: false; readonly reason?: Reason; readonly what?: string };

type Kind = 'file' | 'directory';

/** Questions to git about an entry. */
export interface GitFacts {
  /** True if git ignores it. */
  ignored(): boolean;
  /** True if git tracks it among what a build writes, and ignores the rest of that. */
  byHand(): boolean;
}

const OUT: Verdict = { enters: false };

/** Decides what enters by its path: everything but what there is a reason to leave out. */
export class EntryRules {
  private readonly made: DockerRules;
  private readonly own: DockerRules | undefined;
  private readonly forPeople: RegExp;

  constructor(private readonly rules: ContextRules) {
    this.made = new DockerRules(rules.madeInBuild);
    this.own = rules.own.length ? new DockerRules(rules.own) : undefined;
    this.forPeople = namesExpression(rules.forPeople);
  }

  /**
   * @param path from where dependencies are installed
   * @param git the answers of git about it
   * @param restricted whether nothing but what is allowed enters of the directory that it lies in
   */
  public judge(path: string, kind: Kind, git: GitFacts, restricted: boolean): Verdict {
    const directory = kind === 'directory';
    if (isLeftover(path) || (!this.inScope(path) && !(directory && this.leadsToScope(path)))) return OUT;
    if (this.rules.allows(path)) return this.letsIn(path, kind) ? { enters: true, allowed: true } : { enters: false, reason: Reason.DOCKERIGNORE };
    const verdict = restricted ? OUT : this.ordinary(path, directory, git);
    return !verdict.enters && directory && this.rules.leadsToAllowed(path) ? { enters: true, restricted: true } : verdict;
  }

  private ordinary(path: string, directory: boolean, { ignored, byHand }: GitFacts): Verdict {
    const made = directory ? this.made.ignoresAllOf(path) : this.made.ignores(path);
    if (made && !byHand()) return OUT;
    if (ignored()) return { enters: false, reason: Reason.GIT };
    if (!this.letsIn(path, directory ? 'directory' : 'file')) return { enters: false, reason: Reason.DOCKERIGNORE };
    const secret = secretKind(path);
    if (secret && (directory || secret.unless === undefined)) return { enters: false, reason: Reason.SECRET, what: secret.what };
    if (this.rules.infrastructure.has(path)) return { enters: false, reason: Reason.INFRASTRUCTURE };
    return { enters: true, forPeople: this.isForPeople(path), ...made ? { byHand: true } : {} };
  }

  /** True if somebody allowed it by name. */
  public allows(path: string): boolean {
    return this.rules.allows(path);
  }

  /** True if a path is part of what the image is made of. */
  public inScope(path: string): boolean {
    return this.rules.scopes.some(scope => scope === '' || path === scope || path.startsWith(`${scope}/`));
  }

  private leadsToScope(directory: string): boolean {
    return this.rules.scopes.some(scope => scope.startsWith(`${directory}/`));
  }

  /** The user's own `.dockerignore` narrows the context, it opens nothing. */
  private letsIn(path: string, kind: Kind): boolean {
    return !this.own || !(kind === 'directory' ? this.own.ignoresAllOf(path) : this.own.ignores(path));
  }

  private isForPeople(path: string): boolean {
    const end = path.lastIndexOf('/');
    return this.rules.packages.includes(end === -1 ? '' : path.slice(0, end)) && this.forPeople.test(path);
  }
}
